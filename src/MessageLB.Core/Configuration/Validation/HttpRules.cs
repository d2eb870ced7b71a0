namespace MessageLB.Core.Configuration;

/// <summary>Who can reach the HTTP API.</summary>
internal static class HttpRules
{
    public static void Check(HttpConfig http, ConfigFindings findings)
    {
        if (!ListenAddress.TryParse(http.Listen, out var address, out _) || address.IsLoopback) return;
        findings.Warn("http.listen", "is open beyond this machine, and the API has no accounts: whoever reaches the port can publish and read status");
    }
}
