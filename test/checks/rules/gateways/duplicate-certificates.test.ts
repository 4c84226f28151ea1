import { object } from '../../../scene';
import { messagesOfValid } from '../../support';

const gateway = (name: string, tls: string, selector = '{ istio: ingressgateway }') =>
  object(
    'Gateway',
    name,
    `{ selector: ${selector}, servers: [{ port: { number: 443, name: https, protocol: HTTPS }, hosts: ["*"], tls: ${tls} }, { port: { number: 8443, name: https-alt, protocol: HTTPS }, hosts: ["*"], tls: ${tls} }] }`,
  );
const duplicate = (name: string, certificate: string, other: string, field = 'credentialName') =>
  `Warning IST0138 Gateway ${name}: spec.servers[0].tls.${field} "${certificate}" is also the certificate of Gateway "${other}" on the same pods: a browser that reuses its connection for hosts of both Gateways gets 404; put the hosts into one server`;

const FILES = '{ mode: SIMPLE, serverCertificate: /c.pem, privateKey: /k.pem }';

test.each([
  [
    'one Secret, said once of each Gateway',
    gateway('default/a', '{ mode: SIMPLE, credentialName: cert }') +
      gateway('other/b', '{ mode: SIMPLE, credentialName: cert }'),
    [duplicate('default/a', 'cert', 'other/b'), duplicate('other/b', 'cert', 'default/a')],
  ],
  [
    'each of several others',
    gateway('default/a', '{ mode: SIMPLE, credentialName: cert }') +
      gateway('default/b', '{ mode: SIMPLE, credentialName: cert }', '{ istio: ingressgateway, team: b }') +
      gateway('default/c', '{ mode: SIMPLE, credentialName: cert }', '{ istio: ingressgateway, team: c }'),
    [duplicate('default/a', 'cert', 'default/b'), duplicate('default/a', 'cert', 'default/c')],
  ],
  [
    'two Secrets',
    gateway('default/a', '{ mode: SIMPLE, credentialName: a }') +
      gateway('default/b', '{ mode: SIMPLE, credentialName: b }'),
    [],
  ],
  [
    'one pair of files',
    gateway('default/a', FILES) + gateway('default/b', FILES),
    [
      duplicate('default/a', '/c.pem', 'default/b', 'serverCertificate'),
      duplicate('default/b', '/c.pem', 'default/a', 'serverCertificate'),
    ],
  ],
  [
    'two keys',
    gateway('default/a', FILES) +
      gateway('default/b', '{ mode: SIMPLE, serverCertificate: /c.pem, privateKey: /other.pem }'),
    [],
  ],
  [
    'no certificate',
    gateway('default/a', '{ mode: PASSTHROUGH }') + gateway('default/b', '{ mode: PASSTHROUGH }'),
    [],
  ],
  [
    'other pods',
    gateway('default/a', '{ mode: SIMPLE, credentialName: cert }') +
      gateway('default/b', '{ mode: SIMPLE, credentialName: cert }', '{ istio: egressgateway }'),
    [],
  ],
  [
    'every pod',
    gateway('default/a', '{ mode: SIMPLE, credentialName: cert }', '{}') +
      gateway('default/b', '{ mode: SIMPLE, credentialName: cert }'),
    [duplicate('default/a', 'cert', 'default/b')],
  ],
])('%s', (_, yaml, expected) => expect(messagesOfValid(['IST0138'], yaml)).toEqual(expected));
