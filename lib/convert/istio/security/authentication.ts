import type { Code } from '../../../code';
import { MutualTlsMode, TokenPresence } from '../../../constructs';
import { isRecord } from '../../../manifests/manifest';
import { Fields, isText } from '../fields';
import type { Raised } from '../raised';
import { policyTarget, selectorIn } from '../targets';
import { duration, enumerated, istio, options } from '../words';

export function peerAuthentication(fields: Fields): Raised {
  return {
    construct: istio('PeerAuthentication'),
    props: {
      selector: selectorIn(fields, 'selector', 'matchLabels'),
      mtls: fields.object('mtls', mutualTls),
      portLevelMtls: fields.map('portLevelMtls', (value, spot) => Fields.of(value, spot, mutualTls)),
    },
  };
}

function mutualTls(fields: Fields): Code {
  return fields.required('mode', enumerated(fields, 'mode', { MutualTlsMode }));
}

export function requestAuthentication(fields: Fields): Raised {
  return {
    construct: istio('RequestAuthentication'),
    props: {
      ...policyTarget(fields),
      jwtRules: fields.required('jwtRules', fields.listOrNone('jwtRules', jwtRule)),
    },
  };
}

function jwtRule(fields: Fields): Code {
  return {
    issuer: fields.text('issuer'),
    keys: keys(fields),
    audiences: fields.textsOrNone('audiences'),
    fromHeaders: fields.listOrNone('fromHeaders', (header) => ({
      name: header.required('name', header.text('name')),
      prefix: header.text('prefix'),
    })),
    fromParams: fields.textsOrNone('fromParams'),
    fromCookies: fields.textsOrNone('fromCookies'),
    outputPayloadToHeader: fields.text('outputPayloadToHeader'),
    outputClaimToHeaders: fields.listOrNone('outputClaimToHeaders', (output) => ({
      header: output.required('header', output.text('header')),
      claim: output.required('claim', output.text('claim')),
    })),
    forwardOriginalToken: fields.flag('forwardOriginalToken'),
    spaceDelimitedClaims: fields.textsOrNone('spaceDelimitedClaims'),
    presence: enumerated(fields, 'presence', { TokenPresence }),
  };
}

function keys(fields: Fields): Code {
  if (fields.has('jwks')) {
    return istio('JwtKeys.inline').call(keySet(fields.required('jwks', fields.take('jwks', isText))));
  }
  const timeout = options({ timeout: duration(fields, 'timeout') });
  return fields.has('jwksUri')
    ? istio('JwtKeys.uri').call(fields.required('jwksUri', fields.text('jwksUri')), timeout)
    : istio('JwtKeys.discovery').call(timeout);
}

/** A set of keys as an object, if its text has the form in which JavaScript writes it. */
function keySet(text: string): Code {
  try {
    const parsed: unknown = JSON.parse(text);
    return isRecord(parsed) && JSON.stringify(parsed) === text ? parsed : text;
  } catch {
    return text;
  }
}
