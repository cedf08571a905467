/** What was asked when the error came. */
export interface Asked {
  /** As IAM names it, such as `eks:DescribeClusterVersions`. */
  readonly operation: string;
  readonly region: string;
  /** Address of an emulator; null: AWS's own. */
  readonly endpoint: string | null;
}

/** An error of the SDK or of Node. */
export interface AwsError {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** Errors with one cause for whoever reads of them. */
export interface Kind {
  /** Names or codes of the errors, the services' and Node's. */
  readonly names: RegExp;
  readonly sentence: (asked: Asked, error: AwsError) => string;
  readonly command: (asked: Asked) => string;
}

export const again = 'npx platform preflight   # again, in a minute';
const whoami = 'aws sts get-caller-identity';
const server = ({ endpoint, operation, region }: Asked): string =>
  endpoint ?? `${operation.split(':')[0]} in ${region}`;

/** What AWS said, as the end of a sentence. */
export const said = ({ name, message }: AwsError): string => {
  const text = message.replace(/\s+/g, ' ').trim().replace(/\.$/, '').slice(0, 300);
  return text === '' || /^(UnknownError|Unknown)$/.test(text) ? name : text;
};

/**
 * Every error that AWS's services, the SDK and the network give, the special before the general. The names are those
 * of https://docs.aws.amazon.com/awssupport/latest/APIReference/CommonErrors.html,
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html and Node's.
 */
export const errorKinds = {
  noCredentials: {
    names: /^(CredentialsProviderError|ProviderError|MissingAuthenticationToken(Exception)?)$/,
    sentence: (_, error) => `There are no AWS credentials that can be used (${said(error)}).`,
    command: () => 'aws configure sso   # or set AWS_PROFILE to a profile that exists',
  },
  expired: {
    names:
      /^(ExpiredToken|ExpiredTokenException|RequestExpired|TokenRefreshRequired|ExpiredCredentials|TokenProviderError)$/,
    sentence: () => 'The AWS credentials have expired.',
    command: () => 'aws sso login   # or export new credentials',
  },
  clock: {
    names: /^(RequestTimeTooSkewed|RequestInTheFuture|InvalidSignatureTime)$/,
    sentence: () => "This machine's clock is minutes away from AWS's, which refuses its signatures.",
    command: () => 'sudo timedatectl set-ntp true',
  },
  wrongCredentials: {
    names:
      /^(InvalidClientTokenId|UnrecognizedClientException|AuthFailure|SignatureDoesNotMatch|InvalidSignatureException|IncompleteSignature(Exception)?|InvalidAccessKeyId|InvalidUserID\.NotFound|InvalidToken)$/,
    sentence: ({ region }) =>
      `AWS does not know these credentials in ${region}: a key is wrong or deleted, or the region is switched off.`,
    command: () => `${whoami}   # then aws configure, or aws account enable-region`,
  },
  denied: {
    names:
      /^(AccessDenied|AccessDeniedException|UnauthorizedOperation|UnauthorizedAccess|NotAuthorized|AuthorizationError(Exception)?|Client\.UnauthorizedOperation|KMSAccessDeniedException|DecryptionFailure|Forbidden)$/,
    sentence: ({ operation, region }) => `AWS refuses ${operation} in ${region} to these credentials.`,
    command: ({ operation }) => `${whoami}   # and allow this identity ${operation}`,
  },
  regionOff: {
    names: /^(OptInRequired|RegionDisabledException|InvalidRegion|RegionNotEnabled)$/,
    sentence: ({ region }) => `The region ${region} is not switched on in this account.`,
    command: ({ region }) => `aws account enable-region --region-name ${region}`,
  },
  throttled: {
    names:
      /^(Throttling|ThrottlingException|ThrottledException|RequestThrottled(Exception)?|RequestLimitExceeded|TooManyRequestsException|LimitExceededException|BandwidthLimitExceeded|PriorRequestNotComplete|SlowDown|EC2ThrottledException)$/,
    sentence: ({ operation, region }) => `AWS throttles ${operation} in ${region}, after several tries.`,
    command: () => again,
  },
  noSuchAddress: {
    names: /^(ENOTFOUND|EAI_AGAIN|UnknownEndpoint)$/,
    sentence: (asked) =>
      `The address of ${server(asked)} is not known: there is no network, or no such region.`,
    command: (asked) => `curl -sSI ${addressOf(asked)}`,
  },
  certificate: {
    names:
      /^(SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT_LOCALLY|CERT_HAS_EXPIRED|ERR_TLS_CERT_ALTNAME_INVALID)$/,
    sentence: (asked, { name, code }) =>
      `The certificate of ${server(asked)} is not trusted (${code ?? name}): a proxy may stand between.`,
    command: () => 'export NODE_EXTRA_CA_CERTS=PROXY-CA.pem',
  },
  unreachable: {
    names:
      /^(ECONNREFUSED|ECONNRESET|ECONNABORTED|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EPIPE|EPROTO|TimeoutError|AbortError|NetworkingError)$/,
    sentence: (asked, { name, code }) => `Nobody answers at ${server(asked)} (${code ?? name}).`,
    command: (asked) => `curl -sSI ${addressOf(asked)}`,
  },
  notOffered: {
    names:
      /^(NotImplemented(Exception|Error)?|UnknownOperation(Exception)?|InvalidAction|UnsupportedOperation(Exception)?|OperationNotFound)$/,
    sentence: (asked) => `${server(asked)} does not know ${asked.operation}.`,
    command: (asked) =>
      asked.endpoint === null
        ? again
        : 'npx platform preflight   # without --endpoint: the emulator lacks this',
  },
  awsFails: {
    names:
      /^(InternalFailure|InternalError|InternalServerError|InternalServerException|InternalServiceError|ServerException|ServiceException|ServiceFailure|ServiceUnavailable(Exception)?|Unavailable|DependencyTimeout)$/,
    sentence: (asked) =>
      asked.endpoint === null
        ? `${server(asked)} failed by itself at ${asked.operation}.`
        : `${asked.endpoint} failed at ${asked.operation}, which an emulator may lack.`,
    command: (asked) =>
      asked.endpoint === null
        ? `${again}; https://health.aws.amazon.com says whether AWS knows`
        : 'npx platform preflight   # without --endpoint',
  },
  missing: {
    names: /(NotFound|NotFoundFault|NotFoundException|NotFoundFault)$|^NoSuch|\.NotFound$|DoesNotExist$/,
    sentence: ({ operation, region }, error) =>
      `${operation} in ${region} found nothing of that name (${said(error)}).`,
    command: () => whoami,
  },
  refused: {
    names:
      /^(ValidationError|ValidationException|InvalidParameter|InvalidInput|InvalidRequest|MalformedQuery|MissingParameter|InvalidQuery|BadRequest|IllegalArgument|SerializationException)/,
    sentence: ({ operation, region }, error) =>
      `AWS refuses the question ${operation} in ${region} (${said(error)}).`,
    command: () => 'npx platform preflight --json   # and report it: the question is wrong, not the account',
  },
} as const satisfies Record<string, Kind>;

export type ErrorKind = keyof typeof errorKinds;

/** Address to try by hand. */
function addressOf({ endpoint, operation, region }: Asked): string {
  return endpoint ?? `https://${operation.split(':')[0]}.${region}.amazonaws.com`;
}
