// Names of files on a page: they break after a mark or before a dot, and no letter turns the others around.
const TURNS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const BREAKS = /([_\-+,;)\]])(?=[\p{L}\p{N}])|(?=\.[\p{L}\p{N}])/gu;

export function nameParts(name) {
  return name.replace(TURNS, "").replace(BREAKS, "$1\0").split("\0").filter(Boolean);
}

export function showFileNames(element, names) {
  const parts = names.flatMap((name, at) => [at ? ", " : "", ...nameParts(name).flatMap((part, place) => (place ? [document.createElement("wbr"), part] : [part]))]);
  element.replaceChildren(...parts);
}
