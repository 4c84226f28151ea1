import { schemaFindings, withoutNulls } from '../admission/schema';
import type { Finding } from '../catalogue/finding';
import { IST0106 } from '../catalogue/istio-traffic-codes';
import type { IstioVersion } from '../istiod/istio-version';
import type { Manifest } from '../manifests/manifest';

/** Objects by whether the API server accepts them. Rules read valid objects only, so they need not check types. */
export interface Admitted {
  /** The objects as the API server stores them, in their order. */
  readonly all: readonly Manifest[];
  readonly valid: readonly Manifest[];
  readonly broken: readonly Manifest[];
  readonly findings: readonly Finding[];
}

/** The objects, and what the schemas say of each. */
export function admitted(manifests: readonly Manifest[], istio: IstioVersion): Admitted {
  const all = manifests.map(withoutNulls);
  // kubectl refuses unknown fields that are null, too.
  const findings = manifests.flatMap((manifest, i) => schemaFindings(manifest, istio, all[i]));
  // Without its unknown fields, an object may be stored.
  const broken = new Set(findings.filter(({ type }) => type === IST0106).map(({ object }) => object));
  return { all, valid: all.filter((manifest) => !broken.has(manifest)), broken: [...broken], findings };
}
