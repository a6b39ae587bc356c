// The way to the server and what comes back: {kind, ...}. Kinds: ok, login, other_user, forbidden, gone, too_large,
// malformed as the server names them; unreachable when it gave no answer of ours.
const PATIENCE = 10_000; // milliseconds

const tokens = () => document.querySelectorAll("input[name=csrfmiddlewaretoken]");

export function takeToken(token) {
  for (const input of tokens()) {
    input.value = token;
  }
}

export async function ask(address) {
  const answer = await talk(address, { method: "GET" });
  if (answer.token) {
    takeToken(answer.token);
  }
  return answer;
}

export async function tell(address, message, { keepalive = false } = {}) {
  const answer = await post(address, message, keepalive);
  if (answer.kind !== "no_token") {
    return answer;
  }
  // Somebody logged in anew, here or in another window: the page's token is of the time before.
  const fresh = await ask(address);
  return fresh.kind === "ok" ? post(address, message, keepalive) : fresh;
}

function post(address, message, keepalive) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": tokens()[0]?.value ?? "" };
  return talk(address, { method: "POST", headers, keepalive, body: JSON.stringify(message) });
}

async function talk(address, options) {
  try {
    const response = await fetch(address, { ...options, signal: AbortSignal.timeout(PATIENCE) });
    if (!response.headers.get("Content-Type")?.startsWith("application/json")) {
      return { kind: response.status === 403 ? "no_token" : "unreachable" };
    }
    const content = await response.json();
    return { kind: response.ok ? "ok" : content.reason, ...content };
  } catch {
    return { kind: "unreachable" };
  }
}
