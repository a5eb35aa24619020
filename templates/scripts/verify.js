// The look-up page: says as one types how the code is read, and takes a file that is dropped on its form.
import { showReading } from "./verify_code.js";
import { takeDrops } from "./verify_drop.js";
import { offerScan } from "./verify_scan.js";

const form = document.querySelector("form[data-lookup]");
if (form) {
  showReading(form);
  offerScan(form);
}
takeDrops(document.querySelector("form[data-drop]"));
