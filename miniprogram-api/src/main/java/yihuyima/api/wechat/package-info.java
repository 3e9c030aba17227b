/**
 * WeChat's login for mini programs, {@code GET /sns/jscode2session}: a code that {@code wx.login}
 * gave to the phone becomes the person's openid.
 *
 * <p>WeChat's {@code errcode} is a foreign language spoken in here only; outside there are {@link
 * yihuyima.api.http.Problem problems}. WeChat wants the app secret and the code in the URL, so no
 * URL is ever logged or quoted, and a WebClient given to this package must not be traced with its
 * URLs. The session key in the answer is not kept: nothing here decrypts WeChat's data.
 */
@NullMarked
package yihuyima.api.wechat;

import org.jspecify.annotations.NullMarked;
