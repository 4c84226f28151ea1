import { IST0175 } from '../../../catalogue/istio-workload-codes';
import { containersOf, type Workload, workloadOf } from '../../../istiod/workloads/workloads';
import { fieldEntries } from '../../../manifests/fields';
import { DEPLOYMENT, REQUEST_AUTHENTICATION } from '../../../manifests/kinds';
import type { Rule } from '../../rule';

/** The environment variable of istiod with the CIDRs that it fetches no keys from, separated by commas. */
const BLOCKED_CIDRS = 'BLOCKED_CIDRS_IN_JWKS_URIS';

/** istiod fetches keys from any address that a RequestAuthentication names, even inside the cluster. */
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
    fieldEntries(env).some(([, { name, value }]) => name === BLOCKED_CIDRS && Boolean(value)),
  );
}
