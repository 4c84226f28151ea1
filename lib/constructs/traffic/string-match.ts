import type { VirtualServiceSpecHttpMatchHeaders } from '../../../imports/networking.istio.io';

/**
 * A condition on a string: a header, a query parameter, the method, an origin.
 *
 * Values are compared case-sensitively.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#StringMatch
 */
export class StringMatch {
  /** The whole value. */
  static exact(value: string): StringMatch {
    return new StringMatch({ exact: value });
  }

  /** The beginning of the value, which must not be empty. */
  static prefix(value: string): StringMatch {
    return new StringMatch({ prefix: value });
  }

  /**
   * A regular expression that must match the whole value.
   *
   * @param pattern in the dialect of RE2, which has no look-around and no back-references
   * @see https://github.com/google/re2/wiki/Syntax
   */
  static regex(pattern: string): StringMatch {
    return new StringMatch({ regex: pattern });
  }

  /** Any value, as long as there is one. */
  static present(): StringMatch {
    return new StringMatch({});
  }

  private constructor(private readonly condition: VirtualServiceSpecHttpMatchHeaders) {}

  /** @internal */
  _render(): VirtualServiceSpecHttpMatchHeaders {
    return this.condition;
  }
}
