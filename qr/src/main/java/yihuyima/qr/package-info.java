/** What a household code is: mint, check, sign, draw, read. No database, no HTTP. */
package yihuyima.qr;
