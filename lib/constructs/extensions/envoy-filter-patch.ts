import {
  type EnvoyFilterSpecConfigPatchesPatch,
  type EnvoyFilterSpecConfigPatchesPatchFilterClass,
  EnvoyFilterSpecConfigPatchesPatchOperation,
} from '../../../imports/networking.istio.io';

/**
 * What Envoy is told, as its API reference says it, with `typed_config` and `@type` in place; cdk8s leaves `null` out.
 */
export type EnvoyConfig = Readonly<Record<string, unknown>>;

/** Among which of Istio's own filters a filter is put. */
export enum FilterClass {
  /** After authentication. */
  AUTHN = 'AUTHN',
  /** After authorization. */
  AUTHZ = 'AUTHZ',
  /** Before statistics are taken. */
  STATS = 'STATS',
}

/** Options of `EnvoyPatch.add`. */
export interface AddOptions {
  /**
   * Where a filter is put in relation to those of Istio.
   *
   * @default behind all others
   */
  readonly filterClass?: FilterClass;
}

/**
 * What is done to the objects that an EnvoyFilter matches.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-Patch
 */
export class EnvoyPatch {
  /** Merges into the object: single values are replaced, lists get longer. */
  static merge(value: EnvoyConfig): EnvoyPatch {
    return new EnvoyPatch({ operation: EnvoyFilterSpecConfigPatchesPatchOperation.MERGE, value });
  }

  /** Adds an object behind the others of its kind. */
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

  /** Puts an object before the one that matches, or before all where none is named. */
  static insertBefore(value: EnvoyConfig): EnvoyPatch {
    return new EnvoyPatch({
      operation: EnvoyFilterSpecConfigPatchesPatchOperation.INSERT_UNDERSCORE_BEFORE,
      value,
    });
  }

  /** Puts an object behind the one that matches, or behind all where none is named. */
  static insertAfter(value: EnvoyConfig): EnvoyPatch {
    return new EnvoyPatch({
      operation: EnvoyFilterSpecConfigPatchesPatchOperation.INSERT_UNDERSCORE_AFTER,
      value,
    });
  }

  /** Puts an object before all others of its kind. */
  static insertFirst(value: EnvoyConfig): EnvoyPatch {
    return new EnvoyPatch({
      operation: EnvoyFilterSpecConfigPatchesPatchOperation.INSERT_UNDERSCORE_FIRST,
      value,
    });
  }

  /** Replaces a filter that is matched by name, or a virtual host. */
  static replace(value: EnvoyConfig): EnvoyPatch {
    return new EnvoyPatch({ operation: EnvoyFilterSpecConfigPatchesPatchOperation.REPLACE, value });
  }

  private constructor(private readonly patch: EnvoyFilterSpecConfigPatchesPatch) {}

  /** @internal */
  _render(): EnvoyFilterSpecConfigPatchesPatch {
    return this.patch;
  }
}
