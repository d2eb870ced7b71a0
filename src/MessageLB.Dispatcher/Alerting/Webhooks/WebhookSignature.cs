using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MessageLB.Dispatcher.Alerting.Webhooks;

/// <summary>The signature of a notice: HMAC-SHA256 over the time, a dot and the body, so that neither can be changed, nor an old notice sent again later.</summary>
internal static class WebhookSignature
{
    /// <summary>Header with the time of sending, in seconds since 1970.</summary>
    public const string TimestampHeader = "MessageLB-Timestamp";

    /// <summary>Header with the signature.</summary>
    public const string Header = "MessageLB-Signature";

    /// <summary>Value of the header: <c>v1=</c> and 64 hexadecimal digits.</summary>
    public static string Of(string secret, string timestamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hmac.AppendData(Encoding.UTF8.GetBytes(timestamp));
        hmac.AppendData("."u8);
        hmac.AppendData(body);
        return "v1=" + Convert.ToHexStringLower(hmac.GetHashAndReset());
    }

    /// <summary>Value of the other header.</summary>
    public static string Timestamp(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
