import type { WasmPluginSpec } from '../../../imports/extensions.istio.io';
import type { Problem } from '../problem';
import type { AdmissionObject } from '../validator';
import { validatePolicyTarget } from '../values/policy-target';
import { type ExtensionScopeSpec, validateExtensionScope, validateWasm, type WasmSpec } from './wasm';

/** What is wrong with a WasmPlugin, by itself: the module is not looked at. */
export function* validateWasmPlugin({ namespace, spec }: AdmissionObject<WasmPluginSpec>): Iterable<Problem> {
  yield* validatePolicyTarget(spec, namespace);
  // The raw types have enums of their own with the same values.
  yield* validateWasm(['spec'], spec as unknown as WasmSpec);
  yield* validateExtensionScope(spec as unknown as ExtensionScopeSpec);
}
