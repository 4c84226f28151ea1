import { IST0176 } from '../../../catalogue/istio-workload-codes';
import { type IstioVersion, isAtLeast } from '../../../istiod/istio-version';
import { CUSTOM_RESOURCE_DEFINITION } from '../../../manifests/kinds';
import type { Rule } from '../../rule';

/** The annotation with the version of the Gateway API that a CRD comes from. */
const BUNDLE_VERSION = 'gateway.networking.k8s.io/bundle-version';

type Version = readonly [major: number, minor: number, patch: number];

/** The oldest versions that istiod reads, by the name of the CRD, and the Istio from which on it needs them. (V37) */
const MINIMUM: ReadonlyMap<string, { readonly version: Version; readonly since: IstioVersion }> = new Map<
  string,
  { readonly version: Version; readonly since: IstioVersion }
>([
  ['grpcroutes.gateway.networking.k8s.io', { version: [1, 1, 0], since: '1.30' }],
  ['backendtlspolicies.gateway.networking.k8s.io', { version: [1, 4, 0], since: '1.30' }],
  ['tlsroutes.gateway.networking.k8s.io', { version: [1, 5, 0], since: '1.30' }],
  ['tcproutes.gateway.networking.k8s.io', { version: [1, 6, 0], since: '1.31' }],
]);

/** istiod ignores the kinds of CRDs that are older than it needs. (V37) */
export const gatewayApiVersions: Rule = {
  name: 'gateway-api-versions',
  reports: [IST0176],
  *check(index) {
    for (const object of index.all(CUSTOM_RESOURCE_DEFINITION)) {
      const needed = MINIMUM.get(object.name);
      const minimum = needed && isAtLeast(index.istio, needed.since) ? needed : undefined;
      const written = object.annotations[BUNDLE_VERSION];
      const installed = minimum && written !== undefined ? parseVersion(written) : undefined;
      if (minimum && written !== undefined && installed && isOlder(installed, minimum.version)) {
        const text = IST0176.texts.old(written, minimum.version.join('.'));
        yield { type: IST0176, object, field: ['metadata', 'annotations', BUNDLE_VERSION], text };
      }
    }
  },
};

/** A version such as `v1.2.0-rc1`; what follows the numbers does not count. */
function parseVersion(text: string): Version | undefined {
  const [, major, minor = '0', patch = '0'] = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:[-+].*)?$/.exec(text) ?? [];
  return major === undefined ? undefined : [Number(major), Number(minor), Number(patch)];
}

function isOlder(one: Version, other: Version): boolean {
  const [a, b] = [one, other].map(([major, minor, patch]) => (major * 1e4 + minor) * 1e4 + patch);
  return (a ?? 0) < (b ?? 0);
}
