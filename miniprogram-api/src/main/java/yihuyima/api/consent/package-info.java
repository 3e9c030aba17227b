/**
 * Consents (同意): what a family is told about its personal data, and what it agreed to.
 *
 * <p>Owns {@code notice_text} and {@code consent}; rows of both are only ever added. A notice is a
 * text with a version; a consent is to one version, and the newest row of a purpose counts. Bank
 * account, health and minors are asked for one by one (Personal Information Protection Law,
 * articles 29 and 31), and no proxy decides them. Taking back is as easy as giving (article 15) and
 * stops by itself what {@code stops} of the notice says: new applications, money to the bank
 * account, all that tells of somebody's health, and finding a child. What is withdrawn stands
 * beside the household ({@code household.withdrawn}, kept by a trigger); {@code access} decides
 * what is kept from whom.
 */
@org.jspecify.annotations.NullMarked
package yihuyima.api.consent;
