import { mapsIn } from '../../manifests/fields';
import { DEPLOYMENT, REQUEST_AUTHENTICATION } from '../../manifests/kinds';
import { containersOf, type Workload, workloadOf } from '../../manifests/workloads';
import { IST0175 } from '../catalogue';
import type { Rule } from '../message';

/** The CIDRs that istiod fetches no keys from, parted by commas. */
const BLOCKED_CIDRS = 'BLOCKED_CIDRS_IN_JWKS_URIS';

/** istiod fetches keys from wherever a RequestAuthentication says, the cluster's own addresses included. */
export const blockedCidrs: Rule = {
  name: 'blocked-cidrs',
  reports: [IST0175],
  *check(index) {
    const policies = index.all(REQUEST_AUTHENTICATION);
    if (policies.length === 0) {
      return;
    }
    const names = policies.map(({ namespace, name }) => `${namespace}/${name}`);
    for (const object of index.all(DEPLOYMENT).filter(({ labels }) => labels.app === 'istiod')) {
      if (!workloadOf(object).some(blocksCidrs)) {
        const field = ['spec', 'template', 'spec', 'containers'];
        yield { type: IST0175, object, field, text: IST0175.texts.unrestricted(BLOCKED_CIDRS, names) };
      }
    }
  },
};

function blocksCidrs(istiod: Workload): boolean {
  return containersOf(istiod).some(({ env }) =>
    mapsIn(env).some(([, { name, value }]) => name === BLOCKED_CIDRS && Boolean(value)),
  );
}
