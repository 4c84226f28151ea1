import type { VirtualServiceSpecHttpMatch } from '../../../imports/networking.istio.io';
import { StringMatch } from './string-match';

/**
 * Options of conditions on paths.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest
 */
export interface PathMatchOptions {
  /**
   * Whether the comparison ignores case, so that `/API` matches `/api`.
   *
   * @default false
   */
  readonly ignoreCase?: boolean;
}

/**
 * A condition on the path of a request. The query is not part of the path.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest
 */
export class PathMatch {
  /**
   * The path equals `path`.
   *
   * @param path the whole path, which begins with `/`
   */
  static exact(path: string, options: PathMatchOptions = {}): PathMatch {
    return new PathMatch(StringMatch.exact(path), options);
  }

  /**
   * The path begins with `path`. The comparison is by character, not by segment: `/api` matches `/api`, `/api/v2` and
   * `/apiary`.
   *
   * @param path the prefix, which begins with `/`
   */
  static prefix(path: string, options: PathMatchOptions = {}): PathMatch {
    return new PathMatch(StringMatch.prefix(path), options);
  }

  /**
   * A regular expression matches the whole path.
   *
   * @param pattern the regular expression, in RE2 syntax; `(?i)` at the beginning ignores case
   * @see https://github.com/google/re2/wiki/Syntax
   */
  static regex(pattern: string): PathMatch {
    return new PathMatch(StringMatch.regex(pattern));
  }

  private constructor(
    private readonly match: StringMatch,
    private readonly options: PathMatchOptions = {},
  ) {}

  /** @internal */
  _render(): Pick<VirtualServiceSpecHttpMatch, 'uri' | 'ignoreUriCase'> {
    return { uri: this.match._render(), ...(this.options.ignoreCase && { ignoreUriCase: true }) };
  }
}
