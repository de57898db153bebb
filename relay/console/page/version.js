// page/version.js — this console's version, as the pairing binds it

export const VERSION = '0.1.0';
