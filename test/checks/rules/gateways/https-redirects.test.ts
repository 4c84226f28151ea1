import { gateway, kubernetesGateway } from '../../../scene';
import { findingsOf } from '../../support';

const server = (protocol: string, number: number, tls: object | undefined, ...hosts: string[]) => ({
  port: { number, name: `${protocol.toLowerCase()}-${number}`, protocol },
  hosts,
  ...(tls && { tls }),
});
const redirect = (...hosts: string[]) => server('HTTP', 80, { httpsRedirect: true }, ...hosts);
const https = (...hosts: string[]) =>
  server('HTTPS', 443, { mode: 'SIMPLE', credentialName: 'cert' }, ...hosts);
const findings = (...yaml: string[]) => findingsOf('IST9231', ...yaml);

test('no server has the host that is redirected', () => {
  expect(
    findings(gateway('gw', [redirect('a.example.com', 'b.example.com'), https('b.example.com')])),
  ).toEqual([
    'Warning IST9231 Gateway default/gw: spec.servers[0].tls.httpsRedirect sends clients of "a.example.com" to https, where no server of a Gateway in these manifests answers; add a server with protocol HTTPS for the host, or, if there is one elsewhere, pass it as --context',
  ]);
});

test.each<[string, object, number]>([
  ['HTTPS', https('a.example.com'), 0],
  ['HTTPS for every name of the domain', https('*.example.com'), 0],
  ['TLS that is passed through', server('TLS', 443, { mode: 'PASSTHROUGH' }, 'a.example.com'), 0],
  ['what a load balancer sends after it has terminated TLS', server('HTTP', 443, undefined, '*'), 0],
  ['the same port', server('HTTP', 80, undefined, '*'), 1],
  ['HTTPS for other names', https('*.example.org'), 1],
])('another Gateway has a server for %s', (_, other, count) => {
  expect(findings(gateway('gw', [redirect('a.example.com')]), gateway('other', [other]))).toHaveLength(count);
});

test('a Gateway of the Kubernetes Gateway API may have it', () => {
  const other = kubernetesGateway('other', { gatewayClassName: 'istio', listeners: [] });
  expect(findings(gateway('gw', [redirect('a.example.com')]), other)).toEqual([]);
});
