import { check } from '../../../../lib/checks';
import type { IstioVersion } from '../../../../lib/istiod/istio-version';
import { readYaml } from '../../../../lib/manifests/read-yaml';
import { gateway, object } from '../../../scene';

function said(yaml: string, istio: IstioVersion = '1.32'): string[] {
  return check(readYaml(yaml, 'a.yaml').manifests, { istio })
    .filter(({ code }) => code === 'IST9030')
    .map(({ field, message }) => `${field} ${message}`);
}

const server = (tls: string) =>
  gateway(
    'gw',
    `[{ port: { number: 443, name: https, protocol: HTTPS }, hosts: [a.example.com], tls: { ${tls} } }]`,
  );

test.each(['MUTUAL', 'OPTIONAL_MUTUAL', 'ISTIO_MUTUAL'])('a server with mode %s', (mode) => {
  const yaml = server(`mode: ${mode}, insecureSkipVerify: true`);
  expect(said(yaml)).toEqual([
    `spec.servers[0].tls.insecureSkipVerify lets clients in with any certificate, although the mode is ${mode}: policies there must not trust "principals"; remove it, or use SIMPLE if clients need no certificate`,
  ]);
});

test('an ingress listener of a Sidecar', () => {
  const yaml = object(
    'Sidecar',
    's',
    '{ ingress: [{ port: { number: 443, protocol: HTTPS, name: https }, tls: { mode: MUTUAL, insecureSkipVerify: true } }] }',
  );
  expect(said(yaml)).toEqual([
    'spec.ingress[0].tls.insecureSkipVerify lets clients in with any certificate, although the mode is MUTUAL: policies there must not trust "principals"; remove it, or use SIMPLE if clients need no certificate',
  ]);
});

test.each([
  ['a mode that asks for no certificate', 'mode: SIMPLE, credentialName: a, insecureSkipVerify: true'],
  ['certificates that are verified', 'mode: MUTUAL, credentialName: a, insecureSkipVerify: false'],
])('%s is not reported', (_, tls) => {
  expect(said(server(tls))).toEqual([]);
});

test('Istio 1.30 does not have the field', () => {
  expect(said(server('mode: MUTUAL, credentialName: a, insecureSkipVerify: true'), '1.30')).toEqual([]);
});
