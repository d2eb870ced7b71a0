namespace MessageLB.Core.Configuration;

/// <summary>How the settings of telemetry go together.</summary>
internal static class TelemetryRules
{
    private const string Address = TelemetrySchema.Key + ".otlp";
    private const string Headers = TelemetrySchema.Key + ".headers";
    private const string HeadersFile = TelemetrySchema.Key + ".headers_file";

    public static void Check(TelemetryConfig telemetry, ConfigFindings findings)
    {
        var hasHeaders = telemetry.Headers is not null || telemetry.HeadersFile is not null;
        if (telemetry.Otlp is { } uri) CheckAddress(uri, hasHeaders, findings);
        if (telemetry.Headers is { } headers && !OtlpHeaders.AreValid(headers)) findings.Error(Headers, null, OtlpHeaders.Rule);
        if (telemetry is { Headers: not null, HeadersFile: not null })
        {
            findings.Error(HeadersFile, null, $"cannot stand beside '{Headers}': keep one of them");
        }

        if (telemetry.Headers is not null && findings.OriginOf(Headers)?.Kind is ConfigOriginKind.File or ConfigOriginKind.AppSettings)
        {
            findings.Warn(Headers, $"may hold a secret in plain text: use '{HeadersFile}' or the environment variable MESSAGELB__TELEMETRY__HEADERS");
        }
    }

    private static void CheckAddress(Uri uri, bool hasHeaders, ConfigFindings findings)
    {
        var shown = Redaction.WithoutCredentials(uri.OriginalString);
        if (uri.UserInfo.Length > 0) findings.Error(Address, null, $"must not hold a login: write '{HeadersFile}'");
        if (uri.Scheme is not ("http" or "https") || uri.Host.Length == 0) findings.Error(Address, shown, "must start with http:// or https://");
        if (uri.Query.Length > 0 || uri.Fragment.Length > 0) findings.Error(Address, null, "must end after the path: parameters ('?…') are not read");
        if (hasHeaders && uri.Scheme == "http" && !uri.IsLoopback) findings.Warn(Address, "sends the headers in plain text to another machine: write https://");
    }
}
