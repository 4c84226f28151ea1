import type { TextMatch } from './text-match';

const ONE = '{*}';
const REST = '{**}';
/** The characters that Envoy accepts in a segment: those that RFC 3986 allows in paths, except `*`. */
const SEGMENT = /^[\w.~%!$&'()+,;:@=-]+$/;
const SEGMENTS = /^[\w.~%!$&'()+,;:@=/-]*$/;

export function isPathTemplate(path: string): boolean {
  return path.includes(ONE) || path.includes(REST);
}

/**
 * `{*}` matches one segment, and `{**}` any number of segments: `/a/{**}` matches `/a/`, but not `/a`. Undefined if
 * Envoy rejects the template. (H7)
 */
export function pathTemplateMatch(template: string): TextMatch | undefined {
  const wanted = segmentsOf(template);
  const rest = wanted?.indexOf(REST) ?? -1;
  if (!wanted || !isLegal(wanted, rest)) {
    return undefined;
  }
  const head = rest < 0 ? wanted : wanted.slice(0, rest);
  const tail = rest < 0 ? [] : wanted.slice(rest + 1);
  return (path) => {
    const given = segmentsOf(path);
    if (!given) {
      return false;
    }
    const middle = given.length - head.length - tail.length;
    return (
      (rest < 0 ? middle === 0 : middle > 0) &&
      head.every((segment, i) => matchesSegment(segment, given[i])) &&
      SEGMENTS.test(given.slice(head.length, head.length + middle).join('/')) &&
      tail.every((segment, i) => matchesSegment(segment, given[head.length + middle + i]))
    );
  };
}

function segmentsOf(path: string): string[] | undefined {
  return path.startsWith('/') ? path.slice(1).split('/') : undefined;
}

/** Whether all segments are text or operators, no operator follows `{**}`, and only the last segment is empty. */
function isLegal(segments: readonly string[], rest: number): boolean {
  return segments.every((segment, i) => {
    const isOperator = segment === ONE || segment === REST;
    const isEmptyEnd = segment === '' && i === segments.length - 1;
    return isOperator ? rest < 0 || i <= rest : isEmptyEnd || SEGMENT.test(segment);
  });
}

function matchesSegment(wanted: string, given: string | undefined): boolean {
  return given !== undefined && (wanted === ONE ? SEGMENT.test(given) : wanted === given);
}
