import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messagesOf } from './support';

/** Small meshes with mistakes that people have made, and what is said of each: the code and the object. */
const SAID: Readonly<Record<string, readonly string[]>> = {
  'authz-star-in-middle': [
    'IST9012 AuthorizationPolicy care/open-paths',
    'IST9012 AuthorizationPolicy care/open-paths',
  ],
  'delegate-exact-and-prefix': ['IST9222 VirtualService ops/portal-app'],
  'deny-not-paths': [
    'IST0133 AuthorizationPolicy istio-system/need',
    'IST9216 AuthorizationPolicy istio-system/need',
  ],
  'double-tls': ['IST9226 DestinationRule default/maps'],
  // As the documentation of Istio has it.
  'egress-gateway-origination': [],
  'headless-port-level-disable': [],
  'ip-blocks-behind-gateway': ['IST9233 AuthorizationPolicy pics/office'],
  // It depends on the token.
  'jwt-without-sub': [],
  'prefix-with-star': ['IST0101 VirtualService tours/tours', 'IST9012 VirtualService tours/tours'],
  'prefix-with-star-and-gateway': ['IST9012 VirtualService tours/tours'],
  'redirect-to-nowhere': ['IST9231 Gateway stage/stage'],
  'rewrite-double-slash': ['IST9022 VirtualService garden/plants'],
  'se-http-on-443': ['IST9232 ServiceEntry buy/partner'],
  'tls-route-on-terminated': ['IST9204 VirtualService t/t'],
  // It depends on what clients call.
  'wrong-scheme-in-mesh': [],
};

/** Istio's advice on certificates, and its second word on a missing Gateway. */
const IGNORED = ['IST0128', 'IST0129', 'IST0132'];

test.each(Object.entries(SAID))('%s', (name, said) => {
  const yaml = readFileSync(join(__dirname, 'mistakes', `${name}.yaml`), 'utf8');
  const messages = messagesOf(yaml, { ignore: IGNORED });
  expect(messages.map((message) => message.replace(/^\w+ ([^:]+):.*/s, '$1'))).toEqual(said);
});
