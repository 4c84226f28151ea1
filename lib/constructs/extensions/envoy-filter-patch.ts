import {
  type EnvoyFilterSpecConfigPatchesPatch,
  type EnvoyFilterSpecConfigPatchesPatchFilterClass,
  EnvoyFilterSpecConfigPatchesPatchOperation,
} from '../../../imports/networking.istio.io';

/**
 * Configuration in the form of Envoy's API reference, with `typed_config` and `@type`. cdk8s leaves out `null` values.
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/api-v3/api
 */
export type EnvoyConfig = Readonly<Record<string, unknown>>;

/**
 * The place of an added filter among Istio's filters.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-Patch-FilterClass
 */
export enum FilterClass {
  /** After authentication. */
  AUTHN = 'AUTHN',
  /** After authorization. */
  AUTHZ = 'AUTHZ',
  /** Before statistics are taken. */
  STATS = 'STATS',
}

/**
 * Options of `EnvoyPatch.add`.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-Patch
 */
export interface AddOptions {
  /**
   * The place of the filter among Istio's filters.
   *
   * @default after all other filters
   */
  readonly filterClass?: FilterClass;
}

/**
 * The change that is made to the objects that match.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-Patch
 */
export class EnvoyPatch {
  /** Merges the configuration into the object: single values are replaced, and lists are extended. */
  static merge(value: EnvoyConfig): EnvoyPatch {
    return new EnvoyPatch({ operation: EnvoyFilterSpecConfigPatchesPatchOperation.MERGE, value });
  }

  /**
   * Merges the configuration into the object: single values and lists are replaced. A list that `value` does not have is
   * kept. Not for filters. From Istio 1.31 on.
   */
  static mergeAndReplaceLists(value: EnvoyConfig): EnvoyPatch {
    const operation =
      EnvoyFilterSpecConfigPatchesPatchOperation.MERGE_UNDERSCORE_AND_UNDERSCORE_REPLACE_UNDERSCORE_LIST;
    return new EnvoyPatch({ operation, value });
  }

  /** Adds an object after the others of its kind. */
  static add(value: EnvoyConfig, { filterClass }: AddOptions = {}): EnvoyPatch {
    return new EnvoyPatch({
      operation: EnvoyFilterSpecConfigPatchesPatchOperation.ADD,
      // The raw type has an enum of its own with the same values.
      filterClass: filterClass as unknown as EnvoyFilterSpecConfigPatchesPatchFilterClass | undefined,
      value,
    });
  }

  /** Removes the object. */
  static remove(): EnvoyPatch {
    return new EnvoyPatch({ operation: EnvoyFilterSpecConfigPatchesPatchOperation.REMOVE });
  }

  /** Inserts an object before the object that matches, or before all others if the match names none. */
  static insertBefore(value: EnvoyConfig): EnvoyPatch {
    return new EnvoyPatch({
      operation: EnvoyFilterSpecConfigPatchesPatchOperation.INSERT_UNDERSCORE_BEFORE,
      value,
    });
  }

  /** Inserts an object after the object that matches, or after all others if the match names none. */
  static insertAfter(value: EnvoyConfig): EnvoyPatch {
    return new EnvoyPatch({
      operation: EnvoyFilterSpecConfigPatchesPatchOperation.INSERT_UNDERSCORE_AFTER,
      value,
    });
  }

  /** Inserts an object before all others of its kind. */
  static insertFirst(value: EnvoyConfig): EnvoyPatch {
    return new EnvoyPatch({
      operation: EnvoyFilterSpecConfigPatchesPatchOperation.INSERT_UNDERSCORE_FIRST,
      value,
    });
  }

  /** Replaces a filter that the match names, or a virtual host. */
  static replace(value: EnvoyConfig): EnvoyPatch {
    return new EnvoyPatch({ operation: EnvoyFilterSpecConfigPatchesPatchOperation.REPLACE, value });
  }

  private constructor(private readonly patch: EnvoyFilterSpecConfigPatchesPatch) {}

  /** @internal */
  _render(): EnvoyFilterSpecConfigPatchesPatch {
    return this.patch;
  }
}
