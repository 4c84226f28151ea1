import type { ISecret } from 'cdk8s-plus-28';
import {
  type GatewaySpecServersTls,
  type GatewaySpecServersTlsMaxProtocolVersion,
  type GatewaySpecServersTlsMinProtocolVersion,
  GatewaySpecServersTlsMode,
} from '../../../imports/networking.istio.io';
import type { CipherSuite } from '../../admission';
import { isList, list } from '../rendering';

/** Versions of TLS. */
export enum TlsVersion {
  /** TLS 1.0, which is not safe. */
  TLSV1_0 = 'TLSV1_0',
  /** TLS 1.1, which is not safe. */
  TLSV1_1 = 'TLSV1_1',
  /** TLS 1.2. */
  TLSV1_2 = 'TLSV1_2',
  /** TLS 1.3. */
  TLSV1_3 = 'TLSV1_3',
}

/** A secret of type `kubernetes.io/tls`, by name or by construct. */
export type Credential = string | ISecret;

/** How connections are encrypted. */
export interface ServerTlsOptions {
  /**
   * The secret with certificate and key, or two of them: one with an RSA and one with an ECDSA key.
   *
   * It is looked up in the namespace of the gateway pods (`istio-system` for the default profile), wherever the
   * Gateway object lives.
   */
  readonly credentialName: Credential | readonly Credential[];

  /**
   * The oldest version of TLS that clients may speak.
   *
   * @default TlsVersion.TLSV1_2
   */
  readonly minProtocolVersion?: TlsVersion;

  /**
   * The newest version of TLS that clients may speak.
   *
   * @default TlsVersion.TLSV1_3
   */
  readonly maxProtocolVersion?: TlsVersion;

  /**
   * Ciphers for TLS 1.2.
   *
   * @default as Envoy chooses
   */
  readonly cipherSuites?: readonly CipherSuite[];
}

/** How connections are encrypted, and which clients are let in. */
export interface MutualServerTlsOptions extends ServerTlsOptions {
  /**
   * Another secret, whose `ca.crt` (or `cacert`) client certificates are checked against.
   *
   * @default `ca.crt` in the secret of `credentialName`, or the secret of that name with `-cacert` behind it
   */
  readonly caCertCredentialName?: Credential;

  /**
   * Names of which a client certificate must have one.
   *
   * @default any name
   */
  readonly subjectAltNames?: readonly string[];

  /**
   * Base64 SHA-256 hashes of public keys (SPKI) of which a client must have one.
   *
   * @default any key
   */
  readonly verifyCertificateSpki?: readonly string[];

  /**
   * Hex SHA-256 hashes of client certificates that are let in.
   *
   * @default any certificate
   */
  readonly verifyCertificateHash?: readonly string[];
}

/**
 * How a Gateway's server decrypts.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings
 */
export class ServerTls {
  /** The server shows a certificate; clients need none. */
  static simple(options: ServerTlsOptions): ServerTls {
    return new ServerTls(GatewaySpecServersTlsMode.SIMPLE, options);
  }

  /** Clients must show a certificate too. */
  static mutual(options: MutualServerTlsOptions): ServerTls {
    return new ServerTls(GatewaySpecServersTlsMode.MUTUAL, options);
  }

  /** Clients may show a certificate; if they do, it must be good. */
  static optionalMutual(options: MutualServerTlsOptions): ServerTls {
    return new ServerTls(GatewaySpecServersTlsMode.OPTIONAL_UNDERSCORE_MUTUAL, options);
  }

  /** Clients are sidecars of the mesh; both sides use the mesh's own certificates. */
  static istioMutual(options: Omit<ServerTlsOptions, 'credentialName'> = {}): ServerTls {
    return new ServerTls(GatewaySpecServersTlsMode.ISTIO_UNDERSCORE_MUTUAL, options);
  }

  private constructor(
    private readonly mode: GatewaySpecServersTlsMode,
    private readonly options: Partial<MutualServerTlsOptions>,
  ) {}

  /** @internal */
  _render(): GatewaySpecServersTls {
    const { credentialName, caCertCredentialName, minProtocolVersion, maxProtocolVersion } = this.options;
    const names = [credentialName ?? []].flat().map(secretName);
    return {
      mode: this.mode,
      credentialName: isList(credentialName) ? undefined : names[0],
      credentialNames: isList(credentialName) ? list(names) : undefined,
      caCertCredentialName: caCertCredentialName && secretName(caCertCredentialName),
      subjectAltNames: list(this.options.subjectAltNames),
      verifyCertificateSpki: list(this.options.verifyCertificateSpki),
      verifyCertificateHash: list(this.options.verifyCertificateHash),
      // The raw types have enums of their own with the same values.
      minProtocolVersion: minProtocolVersion as unknown as GatewaySpecServersTlsMinProtocolVersion,
      maxProtocolVersion: maxProtocolVersion as unknown as GatewaySpecServersTlsMaxProtocolVersion,
      cipherSuites: list(this.options.cipherSuites),
    };
  }
}

/** @internal */
export function secretName(credential: Credential): string {
  return typeof credential === 'string' ? credential : credential.name;
}
