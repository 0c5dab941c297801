/** The addresses of runbooks by their files, so that a link in a text leads to the page of the other one. */
export type Slugs = {
  /** Tells one state of the shelf from another. */
  mark: string;
  /** The slug of the runbook that a link names, as seen from the file in which it stands. */
  of(link: string, from: string): string | undefined;
};

/**
 * Links are relative file names. Where no file lies there, one of that name in another folder is meant: files are moved
 * more often than links are mended.
 */
export function slugsOf(shelf: readonly { file: string; slug: string }[], mark: string): Slugs {
  const byFile = new Map(shelf.map(({ file, slug }) => [file, slug]));
  const byName = new Map(shelf.toReversed().map(({ file, slug }) => [baseName(file), slug]));
  return {
    mark,
    of: (link, from) => {
      const file = unescaped(link);
      return byFile.get(resolved(file, from)) ?? byName.get(baseName(file));
    },
  };
}

/** In Markdown a space in a link is `%20`. */
function unescaped(link: string): string {
  try {
    return decodeURIComponent(link);
  } catch {
    return link;
  }
}

function resolved(link: string, from: string): string {
  const parts = link.startsWith('/') ? [] : from.split('/').slice(0, -1);
  for (const part of link.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

/** The name of a file without its folders, in lower case. */
export function baseName(file: string): string {
  return file.split('/').at(-1)?.toLowerCase() ?? '';
}
