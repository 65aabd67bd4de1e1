/**
 * The manifest's public key fixes the id of the unpacked and packed Chromium builds, so that OAuth redirect addresses
 * (https://<id>.chromiumapp.org/) can be registered once.
 */
export const extensionKey =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAmRHo4TJv0WDTl/DAySHucVb6bKVJjXE0VAXsrCQjM+PLcz1+M3RilDea8ky5M8OCsLB2pswOpDdq9rO3e1jx6XKGZmDbA/3Lj9A/Fp/DD83roWmpN5Ya5GgonhXgoHC6Qdz+UvH7+/p3zGaAFB1ggs6num1j2xIbfUcgvfxeHZaha9AOiGtCGDhhVC9H5u1MM1WvZ7PeOKpKU+x6YoLYGNCttuBQnRJbn8YFGmJ1WVA2MgiRSsLgCpXGHDcefVl+VZ94/+NXSFNy/o5AWbNMqR9/8C7cJuPr9s3nm/QJ189pCa/wea7i2YFVZ1w+67k/PWBVq+gAxfjbc88PKXwPmQIDAQAB'
/** First 32 hex digits of the key's SHA-256, written with a–p. */
export const extensionId = 'pppbehocdpegpjnpboimhacmjkdbfokk'
export const firefoxId = 'calendar-sync@crm-calendar-sync.example'
