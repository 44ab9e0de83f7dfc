// What seals a wish: age with post-quantum recipients, and the value that a person is found by. Nothing here knows the page.
import { Encrypter, armor } from "age-encryption";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";

const STEP = 512, MOST = 8192;

// seal encrypts what JSON says of wish, padded with spaces so that its length says little, to all of the recipients.
async function seal(wish, to) {
  // age-encryption takes classic recipients too, and one of them would decide how long the seal holds.
  if (to.length < 2 || new Set(to).size !== to.length || !to.every((r) => /^age1pq1[0-9a-z]+$/.test(r)))
    throw new Error("recipients");
  const plain = new TextEncoder().encode(JSON.stringify(wish));
  const size = Math.ceil(plain.length / STEP) * STEP;
  if (size > MOST) throw new Error("long");
  const padded = new Uint8Array(size).fill(0x20);
  padded.set(plain);
  const age = new Encrypter();
  for (const r of to) age.addRecipient(r);
  return age.encrypt(padded);
}

// match is what the desk finds a person by: HKDF-SHA256 of the 16 bytes behind the #. The bytes themselves never leave.
function match(fragment) {
  if (!/^[A-Za-z0-9_-]{21}[AQgw]$/.test(fragment)) return null;
  const raw = atob(fragment.replace(/-/g, "+").replace(/_/g, "/") + "==");
  return base64(hkdf(sha256, Uint8Array.from(raw, (c) => c.charCodeAt(0)), undefined, new TextEncoder().encode("match"), 32));
}

function base64(bytes) {
  let s = "";
  for (const b of bytes) s += String.fromCharCode(b);
  return btoa(s);
}

// uuid is random, version 4; crypto.randomUUID came later than the oldest browsers that this is for.
function uuid() {
  const b = crypto.getRandomValues(new Uint8Array(16));
  b[6] = (b[6] & 0x0f) | 0x40;
  b[8] = (b[8] & 0x3f) | 0x80;
  const h = Array.from(b, (x) => (x + 256).toString(16).slice(1)).join("");
  return [h.slice(0, 8), h.slice(8, 12), h.slice(12, 16), h.slice(16, 20), h.slice(20)].join("-");
}

window.matchbooth = { seal, match, base64, uuid, armor: (sealed) => armor.encode(sealed) };
