/**
 * Everything a phone, a cadre or a partner department can ask for; binds the features to the
 * contract.
 */
package yihuyima.api;
