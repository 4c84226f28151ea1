import { caCertificates } from '../../../../lib/checks/rules/destinations/ca-certificates';
import { object } from '../../../scene';
import { messagesBy } from '../../support';

const rule = (trafficPolicy: string, more = '') =>
  object('DestinationRule', 'db', `{ host: db.example.com, trafficPolicy: ${trafficPolicy}${more} }`);
const FOR_WORKLOAD = ', workloadSelector: { matchLabels: { app: web } }';

const REMEDY =
  'if that is meant, as for a public server, write "caCertificates: system", and otherwise name the file with the certificate authority to trust';
const unsigned = (mode: string) =>
  `Warning IST0128 DestinationRule default/db: spec.trafficPolicy.tls.mode "${mode}" without "caCertificates" accepts a certificate for "db.example.com" from any authority that the proxy's system trusts; ${REMEDY}`;
const unsignedOnPort = `Warning IST0129 DestinationRule default/db: spec.trafficPolicy.portLevelSettings[0].tls.mode "MUTUAL" without "caCertificates" accepts a certificate for port 443 of "db.example.com" from any authority that the proxy's system trusts; ${REMEDY}`;
const unverified =
  'Warning IST0128 DestinationRule default/db: spec.trafficPolicy.tls.mode "SIMPLE" with "insecureSkipVerify" accepts any certificate for "db.example.com"; remove insecureSkipVerify, and name the file with the certificate authority to trust, or write "caCertificates: system"';
const inSecret = (field: string) =>
  `Warning IST0128 DestinationRule default/db: spec.trafficPolicy.tls.mode "SIMPLE" takes the certificate authority for "db.example.com" from the Secret in "${field}", which sidecars read only for a rule with a workloadSelector; add a workloadSelector for the pods that call it, such as those of the egress gateway`;

test.each([
  ['{ tls: { mode: SIMPLE } }', '', [unsigned('SIMPLE')]],
  ['{ tls: { mode: MUTUAL } }', '', [unsigned('MUTUAL')]],
  ['{ tls: { mode: SIMPLE, caCertificates: "" } }', '', [unsigned('SIMPLE')]],
  ['{ tls: { mode: SIMPLE, caCertificates: /ca.pem } }', '', []],
  ['{ tls: { mode: SIMPLE, caCertificates: system } }', '', []],
  ['{ tls: { mode: SIMPLE, insecureSkipVerify: true } }', '', [unverified]],
  ['{ tls: { mode: ISTIO_MUTUAL } }', '', []],
  ['{ tls: { mode: DISABLE } }', '', []],
  ['{ tls: {} }', '', []],
  ['{}', '', []],
  ['{ tls: { mode: SIMPLE, credentialName: db } }', '', [inSecret('credentialName')]],
  ['{ tls: { mode: SIMPLE, caCertCredentialName: db } }', '', [inSecret('caCertCredentialName')]],
  ['{ tls: { mode: SIMPLE, caCertCredentialName: db } }', FOR_WORKLOAD, []],
  ['{ tls: { mode: SIMPLE, credentialName: db } }', FOR_WORKLOAD, []],
  ['{ tls: { mode: SIMPLE } }', FOR_WORKLOAD, [unsigned('SIMPLE')]],
  ['{ portLevelSettings: [{ port: { number: 443 }, tls: { mode: MUTUAL } }] }', '', [unsignedOnPort]],
  ['{ portLevelSettings: [{ port: { number: 443 }, tls: { mode: MUTUAL, caCertificates: /ca } }] }', '', []],
  ['{ portLevelSettings: [{ tls: { mode: MUTUAL, credentialName: db } }] }', FOR_WORKLOAD, []],
  [
    '{ tls: { mode: SIMPLE }, portLevelSettings: [{ port: { number: 443 }, tls: { mode: MUTUAL } }] }',
    '',
    [unsigned('SIMPLE'), unsignedOnPort],
  ],
])('%s%s', (trafficPolicy, more, expected) => {
  expect(messagesBy(caCertificates, rule(trafficPolicy, more))).toEqual(expected);
});
