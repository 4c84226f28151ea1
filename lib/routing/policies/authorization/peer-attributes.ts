import { expandPrincipal, expandTrustDomain } from '../../../istiod/policies/trust-domains';
import type { PeerIdentity } from '../../request/request';
import { principalOf } from '../identity';
import type { Attribute, RuleScope } from './attribute';
import { isPlain, isPresent, regexMatch, type TextMatch, textMatch } from './text-match';
import { any, type Match } from './truth';

/** `td/ns/NAMESPACE/sa/NAME` in the general form; `*` is whoever has proved to be somebody. */
export function principal({ trustDomains }: RuleScope): Attribute {
  return peerAttribute((value) => any(expandPrincipal(value, trustDomains).map(onePrincipal)));
}

/** Here `*` may stand anywhere. */
export const namespace: Attribute = peerAttribute((value) => {
  if (isPlain(value) && !value.includes('/')) {
    return ofPeer((peer) => peer.namespace === value);
  }
  const match = regexMatch(`.*/ns/${value.replaceAll('*', '.*')}/.*`);
  return ofPeer((peer) => match(`spiffe://${principalOf(peer)}`));
});

/** `NAME` in the policy's own namespace, or `NAMESPACE/NAME`. */
export function serviceAccount({ namespace: own }: RuleScope): Attribute {
  return peerAttribute((value) => {
    const slash = value.indexOf('/');
    const namespace = slash < 0 ? own : value.slice(0, slash);
    const name = value.slice(slash + 1);
    if (isPlain(value)) {
      return ofPeer((peer) => peer.namespace === namespace && peer.serviceAccount === name);
    }
    const match = regexMatch(`spiffe://.+/ns/${namespace}/(.+/|)sa/${name}(/.+)?`);
    return ofPeer((peer) => match(`spiffe://${principalOf(peer)}`));
  });
}

export function trustDomain({ trustDomains }: RuleScope): Attribute {
  return peerAttribute((value) => {
    const matches = expandTrustDomain(value, trustDomains).map(textMatch);
    return ofPeer((peer) => matches.some((match) => match(peer.trustDomain)));
  });
}

/** The attributes of who has shown a certificate of the mesh; others are nobody, and match no value. */
function peerAttribute(match: (value: string) => Match): Attribute {
  return { isHttpOnly: false, match };
}

function ofPeer(match: (peer: PeerIdentity) => boolean): Match {
  return ({ connection: { peer } }) => peer !== undefined && match(peer);
}

function onePrincipal(value: string): Match {
  const match = principalMatch(value);
  return ofPeer((peer) => match(principalOf(peer)));
}

function principalMatch(value: string): TextMatch {
  if (value === '*') {
    return isPresent;
  }
  // istiod makes an expression of what begins with `*`, and quotes nothing.
  return value.startsWith('*') && !isPlain(value.slice(1))
    ? regexMatch(`.*${value.slice(1)}`)
    : textMatch(value);
}
