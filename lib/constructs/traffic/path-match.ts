import type { VirtualServiceSpecHttpMatch } from '../../../imports/networking.istio.io';
import { StringMatch } from './string-match';

/** How paths are compared. */
export interface PathMatchOptions {
  /**
   * Whether `/API` and `/api` are the same.
   *
   * @default false
   */
  readonly ignoreCase?: boolean;
}

/**
 * A condition on the path of a request, without its query.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest
 */
export class PathMatch {
  /**
   * The whole path.
   *
   * @param path begins with `/`
   */
  static exact(path: string, options: PathMatchOptions = {}): PathMatch {
    return new PathMatch(StringMatch.exact(path), options);
  }

  /**
   * The beginning of the path, letter by letter: `/api` matches `/api`, `/api/v2` and `/apiary`.
   *
   * @param path begins with `/`
   */
  static prefix(path: string, options: PathMatchOptions = {}): PathMatch {
    return new PathMatch(StringMatch.prefix(path), options);
  }

  /**
   * A regular expression that must match the whole path.
   *
   * @param pattern in the dialect of RE2; begin it with `(?i)` to ignore case
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
