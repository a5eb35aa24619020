// The reader of QR symbols for browsers without one of their own (jsQR, Apache-2.0; licences/jsqr.txt).
import jsQR from "jsqr";

self.vinhdanhScan = jsQR;
