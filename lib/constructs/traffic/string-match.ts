import type { VirtualServiceSpecHttpMatchHeaders } from '../../../imports/networking.istio.io';

/**
 * A condition on a string, such as a header, a query parameter, the method, or an origin. Comparisons are
 * case-sensitive.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#StringMatch
 */
export class StringMatch {
  /** The value equals `value`. */
  static exact(value: string): StringMatch {
    return new StringMatch({ exact: value });
  }

  /** The value begins with `value`, which must not be empty. */
  static prefix(value: string): StringMatch {
    return new StringMatch({ prefix: value });
  }

  /**
   * A regular expression matches the whole value.
   *
   * @param pattern the regular expression, in RE2 syntax, which has no look-around and no back-references
   * @see https://github.com/google/re2/wiki/Syntax
   */
  static regex(pattern: string): StringMatch {
    return new StringMatch({ regex: pattern });
  }

  /** The value is present, whatever it is. */
  static present(): StringMatch {
    return new StringMatch({});
  }

  private constructor(private readonly condition: VirtualServiceSpecHttpMatchHeaders) {}

  /** @internal */
  _render(): VirtualServiceSpecHttpMatchHeaders {
    return this.condition;
  }
}

/** A condition on a string. A plain string stands for `StringMatch.exact`. */
export type StringMatchLike = StringMatch | string;

/** @internal */
export function renderStringMatch(match: StringMatchLike): VirtualServiceSpecHttpMatchHeaders {
  return (typeof match === 'string' ? StringMatch.exact(match) : match)._render();
}
