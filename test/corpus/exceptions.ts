/** Requests of which a trace says something else than the recording, and why. */
export const EXCEPTIONS: readonly { readonly requests: readonly string[]; readonly because: string }[] = [
  {
    requests: [1, 6].map((n) => `inbound-3013/${n}`),
    because: 'a policy asks for the address of the gateway, and manifests do not have the addresses of pods',
  },
  {
    requests: [0, 5, 6, 7, 8, 9].map((n) => `inbound-3042/${n}`),
    because: 'a policy asks for the address of the gateway, and manifests do not have the addresses of pods',
  },
  {
    requests: ['jwt-7027/10'],
    because: 'the Location repeats the text of a token, of which a request to trace has only the claims',
  },
  {
    requests: ['merge-2/3'],
    because:
      'the recording has the TCP proxy behind the TLS server, and the plaintext of the client never gets there',
  },
  {
    requests: ['meshl4-117/3'],
    because:
      "the recording ends at the client's sidecar, and the sidecar of the destination refuses the connection",
  },
];
