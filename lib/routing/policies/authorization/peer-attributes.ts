import { expandPrincipal, expandTrustDomain } from '../../../istiod/policies/trust-domains';
import type { PeerIdentity } from '../../request/request';
import { principalOf } from '../identity';
import type { Attribute, RuleScope } from './attribute';
import { isPlain, isPresent, regexMatch, type TextMatch, textMatch } from './text-match';
import { any, type Match } from './truth';

/** `TRUST-DOMAIN/ns/NAMESPACE/sa/NAME`. `*` matches every peer with a certificate. */
export function principal({ trustDomains }: RuleScope): Attribute {
  return peerAttribute((value) => any(expandPrincipal(value, trustDomains).map(matchPrincipal)));
}

/** A namespace, in which `*` may stand anywhere. */
export const namespace: Attribute = peerAttribute((value) => {
  if (isPlain(value) && !value.includes('/')) {
    return ofPeer((peer) => peer.namespace === value);
  }
  const match = regexMatch(`.*/ns/${value.replaceAll('*', '.*')}/.*`);
  return ofPeer((peer) => match(`spiffe://${principalOf(peer)}`));
});

/** `NAME` in the namespace of the policy, or `NAMESPACE/NAME`. */
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

/** An attribute of peers with a certificate of the mesh. No value matches a peer without one. */
function peerAttribute(match: (value: string) => Match): Attribute {
  return { isHttpOnly: false, match };
}

function ofPeer(match: (peer: PeerIdentity) => boolean): Match {
  return ({ connection: { peer } }) => peer !== undefined && match(peer);
}

function matchPrincipal(value: string): Match {
  const match = principalMatch(value);
  return ofPeer((peer) => match(principalOf(peer)));
}

function principalMatch(value: string): TextMatch {
  if (value === '*') {
    return isPresent;
  }
  // istiod turns a value that begins with `*` into a regular expression, and escapes nothing.
  return value.startsWith('*') && !isPlain(value.slice(1))
    ? regexMatch(`.*${value.slice(1)}`)
    : textMatch(value);
}
