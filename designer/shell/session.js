// The signed-in person and the access token. The cookie owns the session; scripts see only the short-lived access token.
const RENEW_BEFORE_MS = 60_000;

let current = null;   // { accessToken, expiresAt, form: { name, value } }
let pending = null;   // one renewal at a time, whoever asks

export class SignedOutError extends Error {}

/** A token that is good for another minute at least; throws SignedOutError when the session is over. */
export async function token() {
  if (current === null || current.expiresAt - Date.now() < RENEW_BEFORE_MS) {
    await renew(false);
  }
  return current.accessToken;
}

/** Asks for a token; by force for another than the present one, as after an answer of 401. */
export function renew(force) {
  pending ??= ask(force).finally(() => { pending = null; });
  return pending;
}

/** What the sign-out form has to carry. */
export const formToken = () => current?.form;

export async function me() {
  const response = await fetch("/api/v1/me", { headers: { Authorization: `Bearer ${await token()}` } });
  if (!response.ok) {
    throw new Error(`/api/v1/me answered ${response.status}.`);
  }
  return await response.json();
}

async function ask(force) {
  // A second try covers the case that another tab used up the refresh token: by then the cookie is the one that it was given.
  for (let attempt = 0; attempt < 2; attempt++) {
    const response = await fetch(`/session/access-token?force=${force}`, { method: "POST", credentials: "same-origin" });
    if (response.status === 200) {
      const answer = await response.json();
      current = { ...answer, expiresAt: Date.parse(answer.expiresAt) };
      return;
    }
    if (response.status !== 204) {
      throw new TypeError(`The session could not be renewed (${response.status}).`);
    }
  }
  current = null;
  throw new SignedOutError();
}
