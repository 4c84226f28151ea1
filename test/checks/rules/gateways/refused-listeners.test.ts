import { gateway } from '../../../scene';
import { findingsOf } from '../../support';

const findings = (...yaml: string[]) => findingsOf('IST9220', ...yaml);
const plain = (number = 443) => ({ port: { number, name: 'plain', protocol: 'HTTP' }, hosts: ['*'] });
const https = (host: string, number = 443) => ({
  port: { number, name: 'https', protocol: 'HTTPS' },
  hosts: [host],
  tls: { mode: 'SIMPLE', credentialName: 'cert' },
});

test('plain HTTP behind a TLS server for every host', () => {
  expect(findings(gateway('a', [https('*')]), gateway('b', [plain()]))).toEqual([
    'Error IST9220 Gateway default/b: spec.servers[0] takes every connection to port 8443 of the same pods that no other server asks for by SNI, and so does server 0 of Gateway "default/a"; Envoy refuses the listener, so that no server answers on this port; use another port, or name the hosts of the TLS server instead of "*"',
  ]);
  expect(findings(gateway('a', [https('*'), plain()]))).toHaveLength(1);
  expect(findings(gateway('a', [https('a.example.com')]), gateway('b', [plain()]))).toEqual([]);
  expect(findings(gateway('a', [https('*')]), gateway('b', [plain(80)]))).toEqual([]);
});

test('TLS servers that istiod tells apart and Envoy does not', () => {
  expect(findings(gateway('a', [https('./a.example.com')]), gateway('b', [https('a.example.com')]))).toEqual([
    'Error IST9220 Gateway default/b: spec.servers[0] serves "a.example.com" over TLS on port 8443 of the same pods as server 0 of Gateway "default/a"; Envoy compares hosts without their namespaces and in lower case, and refuses the listener, so that no server answers on this port; serve each host once',
  ]);
  expect(
    findings(gateway('a', [https('A.example.com')]), gateway('b', [https('a.example.com')])),
  ).toHaveLength(1);
  expect(findings(gateway('a', [https('a.example.com')]), gateway('b', [https('*.example.com')]))).toEqual(
    [],
  );
});

test('a server that istiod drops hurts nobody', () => {
  expect(findings(gateway('a', [plain()]), gateway('b', [https('*')]))).toEqual([]);
  expect(findings(gateway('a', [https('a.example.com')]), gateway('b', [https('a.example.com')]))).toEqual(
    [],
  );
});

test('servers of different addresses have listeners of their own', () => {
  const elsewhere = { ...plain(), bind: '127.0.0.9' };
  expect(findings(gateway('a', [https('*')]), gateway('b', [elsewhere]))).toEqual([]);
  expect(findings(gateway('a', [https('*')]), gateway('b', [{ ...plain(), bind: '0.0.0.0' }]))).toHaveLength(
    1,
  );
});
