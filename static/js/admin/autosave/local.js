// The browser's own copy, for when the server can't take the words: one entry a window, named by user and article.
const PREFIX = "dayuan-autosave";
const MONTH = 30 * 24 * 60 * 60 * 1000;

export function shelf(user, article) {
  const start = `${PREFIX}:${user}:${article}:`;
  forgetSaved();

  return {
    // False if the browser has no room or allows no storage.
    store(tab, entry) {
      try {
        localStorage.setItem(start + tab, JSON.stringify({ ...entry, tab, saved_at: new Date().toISOString() }));
        return true;
      } catch {
        return false;
      }
    },

    remove(tab) {
      try {
        localStorage.removeItem(start + tab);
      } catch {
        // No storage, nothing to remove.
      }
    },

    entries() {
      return keys()
        .filter((key) => key.startsWith(start))
        .map((key) => parse(localStorage.getItem(key)))
        .filter(Boolean);
    },
  };
}

function keys() {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  } catch {
    return [];
  }
}

function parse(text) {
  try {
    const entry = JSON.parse(text);
    return entry?.fields && entry.tab ? entry : null;
  } catch {
    return null;
  }
}

// The server names in cookies the windows whose words it has saved for good.
function forgetSaved() {
  const saved = [...document.cookie.matchAll(/(?:^|; )saved-([0-9a-f]{32})=/g)].map((match) => match[1]);
  for (const key of keys()) {
    const entry = parse(localStorage.getItem(key));
    const isOld = !entry || Date.now() - Date.parse(entry.saved_at) > MONTH;
    if (isOld || saved.some((tab) => key.endsWith(`:${tab}`))) {
      localStorage.removeItem(key);
    }
  }
  for (const tab of saved) {
    document.cookie = `saved-${tab}=; path=/admin/; max-age=0; samesite=lax`;
  }
}
