import type { MessageType } from '../../../catalogue/message-type';
import { firstFew, listed } from '../../../catalogue/words';
import type { GatewayServer } from '../../../istiod/gateways/gateway-servers';
import { gatewaysOf } from '../../../istiod/gateways/gateways';
import { HostIndex } from '../../../istiod/hosts/host-index';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { groupedBy } from '../../../manifests/collections';
import { KUBERNETES_GATEWAY } from '../../../manifests/kinds';
import type { Rule } from '../../rule';

export const IST9231 = {
  code: 'IST9231',
  name: 'RedirectToNowhere',
  level: 'Warning',
  summary: 'A server redirects to HTTPS, and no other server of any Gateway has the host.',
  texts: {
    redirect: (hosts: readonly string[]) =>
      `sends clients of ${listed(hosts)} to https, where no server of a Gateway in these manifests answers; add a server with protocol HTTPS for the host, or, if there is one elsewhere, pass it as --context`,
  },
} as const satisfies MessageType;

/** The redirect needs no route, and asks for none. (A8) */
export const httpsRedirects: Rule = {
  name: 'https-redirects',
  reports: [IST9231],
  *check(index) {
    const gateways = index.view(gatewaysOf);
    const redirecting = gateways.filter(({ servers }) => servers.some(isRedirect));
    if (redirecting.length === 0 || index.all(KUBERNETES_GATEWAY).length > 0) {
      return;
    }
    const isAnswered = answeredHosts(index);
    for (const { manifest: object, servers } of redirecting) {
      for (const { hosts, port, field } of servers.filter(isRedirect)) {
        const lost = hosts.map(({ name }) => name).filter((host) => !isAnswered(host, port));
        if (lost.length > 0) {
          const text = IST9231.texts.redirect(firstFew(lost));
          yield { type: IST9231, object, field: [...field, 'tls', 'httpsRedirect'], text };
        }
      }
    }
  },
};

function isRedirect({ kind, redirectsToHttps }: GatewayServer): boolean {
  return kind === 'HTTP' && redirectsToHttps;
}

/**
 * Whether a server has a host that does not redirect from the port. A plaintext server of another port counts: a load
 * balancer that terminates TLS sends there what was HTTPS.
 */
function answeredHosts(index: MeshIndex): (host: string, redirectedPort: number) => boolean {
  const answering = index
    .view(gatewaysOf)
    .flatMap(({ servers }) => servers)
    .filter((server) => !isRedirect(server))
    .flatMap(({ kind, port, hosts }) =>
      hosts.map(({ name }) => ({ name, plainPort: kind === 'HTTP' ? port : undefined })),
    );
  const byHost = new HostIndex(groupedBy(answering, ({ name }) => name));
  return (host, redirectedPort) =>
    [...byHost.matching(host)].some((servers) =>
      servers.some(({ plainPort }) => plainPort !== redirectedPort),
    );
}
