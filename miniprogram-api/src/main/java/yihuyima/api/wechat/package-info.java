/**
 * WeChat, whose mini-program families use, and Enterprise WeChat (企业微信), whose mini-program staff
 * use: codes that they gave to a phone become an openid, a phone number, a member of staff.
 *
 * <p>Their {@code errcode} is a foreign language spoken in here only; outside there are {@link
 * yihuyima.api.http.Problem problems}. They want secrets, codes and access tokens in the URL, so no
 * URL is ever logged or quoted, and a WebClient given to this package must not be traced with its
 * URLs. The session key in the answers is not kept: nothing here decrypts WeChat's data.
 */
@NullMarked
package yihuyima.api.wechat;

import org.jspecify.annotations.NullMarked;
