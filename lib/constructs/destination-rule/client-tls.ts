import {
  type DestinationRuleSpecTrafficPolicyTls,
  DestinationRuleSpecTrafficPolicyTlsMode,
} from '../../../imports/networking.istio.io';
import { type Credential, secretName } from '../gateway/server-tls';
import { list } from '../rendering';

/** How the server is known. */
export interface ClientTlsOptions {
  /**
   * The server name to ask for.
   *
   * @default the Host header of the request
   */
  readonly sni?: string;

  /**
   * Names of which the server's certificate must have one.
   *
   * @default the Host header of the request
   */
  readonly subjectAltNames?: readonly string[];
}

/** How the server's certificate is checked. */
export interface SimpleClientTlsOptions extends ClientTlsOptions {
  /**
   * A file with certificates that the server's is checked against, in the proxy. Not together with `credentialName`.
   *
   * @default the certificates of the operating system
   */
  readonly caCertificates?: string;

  /**
   * A file with revoked certificates, in the proxy. Not together with a secret.
   *
   * @default none is revoked
   */
  readonly caCrl?: string;

  /**
   * A secret whose `ca.crt` (or `cacert`) the server's certificate is checked against, in the namespace of the client.
   * For sidecars, the DestinationRule needs a `workloadSelector`.
   *
   * @default none
   */
  readonly credentialName?: Credential;

  /**
   * Whether any certificate is taken. Not together with `caCertificates`, `subjectAltNames` or `credentialName`.
   *
   * @default false
   */
  readonly insecureSkipVerify?: boolean;
}

/** The client's own certificate, from files in the proxy or from a secret. */
export class ClientCertificate {
  /** From files in the proxy. */
  static files(clientCertificate: string, privateKey: string): ClientCertificate {
    return new ClientCertificate({ clientCertificate, privateKey });
  }

  /**
   * From a secret in the namespace of the client, with `tls.crt`, `tls.key` and `ca.crt`. For sidecars, the
   * DestinationRule needs a `workloadSelector`.
   */
  static credentialName(credential: Credential): ClientCertificate {
    return new ClientCertificate({ credentialName: secretName(credential) });
  }

  private constructor(private readonly certificate: DestinationRuleSpecTrafficPolicyTls) {}

  /** @internal */
  _render(): DestinationRuleSpecTrafficPolicyTls {
    return this.certificate;
  }
}

/** How the server's certificate is checked, and what the client shows. */
export interface MutualClientTlsOptions extends Omit<SimpleClientTlsOptions, 'credentialName'> {
  /** The client's own certificate and key. */
  readonly certificate: ClientCertificate;
}

/**
 * How connections to a destination are encrypted.
 *
 * Without it, Istio uses the mesh's own mutual TLS wherever the destination has a sidecar, and none elsewhere.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings
 */
export class ClientTls {
  /** No encryption, even where the destination has a sidecar. */
  static disable(): ClientTls {
    return new ClientTls({ mode: DestinationRuleSpecTrafficPolicyTlsMode.DISABLE });
  }

  /** The server shows a certificate; the client none. */
  static simple(options: SimpleClientTlsOptions = {}): ClientTls {
    const { credentialName, subjectAltNames, ...rest } = options;
    return new ClientTls({
      mode: DestinationRuleSpecTrafficPolicyTlsMode.SIMPLE,
      ...rest,
      credentialName: credentialName && secretName(credentialName),
      subjectAltNames: list(subjectAltNames),
    });
  }

  /** Both show a certificate. */
  static mutual({ certificate, subjectAltNames, ...options }: MutualClientTlsOptions): ClientTls {
    return new ClientTls({
      mode: DestinationRuleSpecTrafficPolicyTlsMode.MUTUAL,
      ...options,
      ...certificate._render(),
      subjectAltNames: list(subjectAltNames),
    });
  }

  /** Both show the mesh's own certificates, even where the destination has no sidecar to do so. */
  static istioMutual({ sni, subjectAltNames }: ClientTlsOptions = {}): ClientTls {
    return new ClientTls({
      mode: DestinationRuleSpecTrafficPolicyTlsMode.ISTIO_UNDERSCORE_MUTUAL,
      sni,
      subjectAltNames: list(subjectAltNames),
    });
  }

  private constructor(private readonly settings: DestinationRuleSpecTrafficPolicyTls) {}

  /** @internal */
  _render(): DestinationRuleSpecTrafficPolicyTls {
    return this.settings;
  }
}
