/** Name of an environment variable that a process can be given: no `=`, no control characters, no blanks. */
export const VARIABLE_NAME = /^[^\s=\0\p{Cc}]{1,256}$/u;
/** Name of an HTTP header (RFC 9110, token). */
export const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}$/;
