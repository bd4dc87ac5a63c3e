// Stands between Studio and the server: Studio has no idea of tokens that end, servers that restart, or colleagues who save the same
// draft. Its requests wait here while somebody signs in again or the server comes back, so that nothing that was drawn is lost.
import * as session from "./session.js";
import * as drafts from "./drafts.js";
import * as palette from "./palette.js";
import { show, hide } from "./notices.js";
import { t } from "./texts.js";

export const root = `${location.origin}/elsa/api`;
const RETRY_MS = 3_000;
const send = window.fetch.bind(window);
let signedIn = null; // what all waiting requests wait for

export function install() {
  window.fetch = (input, init = {}) => {
    const url = typeof input === "string" ? input : input.url;
    if (!url.startsWith(`${root}/`)) {
      return send(input, init);
    }
    const path = url.slice(root.length);
    const answer = drafts.isSave(path, init.method) ? drafts.save(path, init, call) : call(url, init);
    if (path.startsWith("/descriptors/activities")) {
      answer.then(response => palette.learn(response.clone())).catch(() => {}); // Studio shows what went wrong
    }
    return answer;
  };
}

/** One request with a good token; waits for the person or the server where that is what is missing. */
export async function call(url, init = {}) {
  for (;;) {
    let response;
    try {
      const headers = new Headers(init.headers);
      headers.set("Authorization", `Bearer ${await session.token()}`);
      response = await send(url, { ...init, headers });
    } catch (failure) {
      if (failure instanceof session.SignedOutError) {
        await askToSignIn();
        continue;
      }
      if (init.signal?.aborted || !canWait(url, init)) {
        throw failure;
      }
      await serverIsBack();
      continue;
    }

    if (response.status === 401) {
      await renewOrWait();
      continue;
    }
    if ((response.status === 502 || response.status === 503 || response.status === 504) && canWait(url, init)) {
      await serverIsBack();
      continue;
    }
    hide("server");
    return response;
  }
}

/** The token was refused before its time: the user was changed, or the session ended elsewhere. */
async function renewOrWait() {
  try {
    await session.renew(true);
  } catch (failure) {
    await (failure instanceof session.SignedOutError ? askToSignIn() : serverIsBack());
  }
}

/** Reading can be repeated; so can saving a draft, which the server tells apart by its mark. Starting an instance cannot. */
function canWait(url, init) {
  const method = (init.method ?? "GET").toUpperCase();
  return method === "GET" || drafts.isSave(url.slice(root.length), method);
}

function serverIsBack() {
  show("server", "warning", t(drafts.anyUnsaved() ? "server.savesWait" : "server.away"));
  return new Promise(resolve => setTimeout(resolve, RETRY_MS));
}

function askToSignIn() {
  signedIn ??= new Promise(resolve => {
    const again = () => {
      hide("signed-out");
      signedIn = null;
      resolve();
    };
    show("signed-out", "error", t("signedOut.text"), [
      { label: t("signedOut.open"), id: "sign-in-again", run: () => window.open("/login?returnUrl=designer/signed-in", "_blank", "noopener") },
      { label: t("signedOut.goOn"), id: "go-on", run: again },
    ]);
    new BroadcastChannel("certworkflows-session").addEventListener("message", again, { once: true });
  });
  return signedIn;
}
