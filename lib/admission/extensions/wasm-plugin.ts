import type { WasmPluginSpec } from '../../../imports/extensions.istio.io';
import type { Problem } from '../problem';
import type { AdmissionObject } from '../validator';
import { validatePolicyTarget } from '../values/policy-target';
import { type ExtensionScopeSpec, validateExtensionScope, validateWasm, type WasmSpec } from './wasm';

/** What is wrong with a WasmPlugin. Its module is not validated. */
export function* validateWasmPlugin({ namespace, spec }: AdmissionObject<WasmPluginSpec>): Iterable<Problem> {
  yield* validatePolicyTarget(spec, namespace);
  // The enums of WasmPlugin and TrafficExtension have the same values.
  yield* validateWasm(['spec'], spec as unknown as WasmSpec);
  yield* validateExtensionScope(spec as unknown as ExtensionScopeSpec);
}
