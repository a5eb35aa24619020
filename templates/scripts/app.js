// What every page loads: each part looks for its own attribute and leaves the page alone where there is none.
import { focusFaults } from "./faults.js";
import { watchOnce } from "./once.js";
import { keepTyping, forgetSaved } from "./keep.js";
import { warnBeforeLeaving } from "./leave.js";
import { watchUploads } from "./upload.js";
import { followJobs } from "./job.js";
import { addReveals } from "./reveal.js";
import { watchFilters } from "./filter.js";
import { watchSelectAll } from "./select.js";
import { askFirst } from "./confirm.js";
import { showHelpers } from "./helpers.js";
import { countText } from "./count.js";
import { watchSignOut } from "./signout.js";

// start readies a part of the page; it runs again on a <main> that an upload's answer has replaced.
export function start(root) {
  forgetSaved(root);
  keepTyping(root);
  countText(root);
  addReveals(root);
  watchFilters(root);
  watchSelectAll(root);
  askFirst(root);
  warnBeforeLeaving(root);
  watchUploads(root, start);
  watchOnce(root);
  followJobs(root);
  showHelpers(root);
  watchSignOut(root);
  focusFaults(root);
}

start(document);
