/** A path as Envoy sees it before it matches anything, by the mesh's `pathNormalization`. (E8) */
export function pathAsMatched(path: string, normalization: string): string {
  switch (normalization) {
    case 'NONE':
      return path;
    case 'MERGE_SLASHES':
      return withoutEmptySegments(normalizePath(path));
    case 'DECODE_AND_MERGE_SLASHES':
      return withoutEmptySegments(normalizePath(path.replace(/%2f/gi, '/').replace(/%5c/gi, '\\')));
    default:
      return normalizePath(path);
  }
}

/**
 * A path as Envoy sees it by default before it matches anything: Envoy resolves `.` and `..`, turns backslashes into
 * slashes, decodes escaped letters, digits and `-._~`, and escapes what has to be. It keeps double slashes and other
 * escapes. (E8)
 */
export function normalizePath(path: string): string {
  return SUSPICIOUS.test(path) ? withoutDots(escaped(unescaped(path))) : path;
}

/** A path without any of these is normalised already. */
const SUSPICIOUS = /\/\.|[%\\ "<>^`{|}]/;

/** A path keeps its first and its last slash, so a path of slashes only becomes two of them. (W13) */
export function withoutEmptySegments(path: string): string {
  return /^\/{2,}$/.test(path) ? '//' : path.replace(/\/{2,}/g, '/');
}

function unescaped(path: string): string {
  return path
    .replace(/\\/g, '/')
    .replace(/%(2[de]|3\d|4[1-9a-f]|5[0-9af]|6[1-9a-f]|7[0-9ae])/gi, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
}

function escaped(path: string): string {
  return path.replace(/[ "<>^`{|}]/g, encodeURIComponent);
}

function withoutDots(path: string): string {
  const kept: string[] = [];
  const segments = path.split('/').slice(1);
  for (const [i, segment] of segments.entries()) {
    if (segment !== '.' && segment !== '..') {
      kept.push(segment);
      continue;
    }
    if (segment === '..') {
      kept.pop();
    }
    if (i === segments.length - 1) {
      kept.push('');
    }
  }
  return `/${kept.join('/')}`;
}
