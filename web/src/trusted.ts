// The one place where a text becomes the address of a script: only the page's own two, whatever is asked for.

declare global {
  interface Window {
    trustedTypes?: { createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): unknown } };
  }
}

function own(url: string): string {
  const absolute = new URL(url, document.baseURI);
  if (absolute.origin !== location.origin || !/\/(sw|assets\/worker-[\w-]+)\.js$/.test(absolute.pathname)) throw new TypeError(`${url} is no script of this page`);
  return absolute.href;
}

const policy = window.trustedTypes?.createPolicy("stackengine", { createScriptURL: own });

export function scriptUrl(url: string): unknown {
  return policy === undefined ? own(url) : policy.createScriptURL(url);
}
