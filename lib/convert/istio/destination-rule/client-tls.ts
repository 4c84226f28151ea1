import type { Code, Expression } from '../../../code';
import { CannotSay, type Fields, isText } from '../fields';
import { secretNamed } from '../identities';
import { istio, options } from '../words';

/** TLS of the clients of a host. */
export function clientTls(fields: Fields): Code {
  switch (fields.take('mode', isText)) {
    case 'DISABLE':
      return istio('ClientTls.disable').call();
    case 'SIMPLE':
      return istio('ClientTls.simple').call(
        options({
          ...trust(fields),
          credentialName: fields.say('credentialName', isText, secretNamed),
        }),
      );
    case 'MUTUAL':
      return istio('ClientTls.mutual').call({ certificate: clientCertificate(fields), ...trust(fields) });
    case 'ISTIO_MUTUAL':
      return istio('ClientTls.istioMutual').call(
        options({ sni: fields.text('sni'), subjectAltNames: fields.texts('subjectAltNames') }),
      );
    default:
      throw new CannotSay([...fields.path, 'mode']);
  }
}

function clientCertificate(fields: Fields): Code {
  if (fields.has('credentialName')) {
    const name = fields.required('credentialName', fields.say('credentialName', isText, secretNamed));
    return istio('ClientCertificate.credentialName').call(name);
  }
  const file = (name: string): Expression => fields.required(name, fields.text(name));
  return istio('ClientCertificate.files').call(file('clientCertificate'), file('privateKey'));
}

function trust(fields: Fields): Readonly<Record<string, Code>> {
  return {
    sni: fields.text('sni'),
    subjectAltNames: fields.texts('subjectAltNames'),
    caCertificates: fields.text('caCertificates'),
    caCertCredentialName: fields.say('caCertCredentialName', isText, secretNamed),
    caCrl: fields.text('caCrl'),
    insecureSkipVerify: fields.flag('insecureSkipVerify'),
  };
}
