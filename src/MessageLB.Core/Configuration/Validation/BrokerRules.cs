namespace MessageLB.Core.Configuration;

/// <summary>How the settings of the broker go together.</summary>
internal static class BrokerRules
{
    private const string Section = "broker";
    private const string Address = Section + ".uri";

    public static void Check(BrokerConfig broker, ConfigFindings findings)
    {
        if (broker.Uri is { } uri) CheckAddress(uri, findings);
        else if (findings.OriginOf(Address) is null && (broker.Username ?? broker.Password ?? broker.PasswordFile) is not null)
        {
            findings.Warn(Section, "a login without 'broker.uri' has no effect: the embedded transport asks for none");
        }

        if (broker is { Password: not null, PasswordFile: not null })
        {
            findings.Error(Section + ".password_file", null, "cannot stand beside 'broker.password': keep one of them");
        }

        if (broker.Tls is { KeyFile: not null, CertificateFile: null })
        {
            findings.Error(Section + ".tls.key_file", null, "needs 'broker.tls.certificate_file' beside it");
        }

        if (broker.Uri?.Scheme == "amqp" && broker.Tls != new TlsConfig())
        {
            findings.Warn(Section + ".tls", "has no effect with amqp://: write amqps:// to encrypt");
        }

        if (broker.Management is { } management) ManagementRules.Check(management, findings);
        if (broker.Password is not null) WarnOfPlainText(Section + ".password", findings);
        if (broker.Uri?.UserInfo.Contains(':', StringComparison.Ordinal) == true) WarnOfPlainText(Address, findings);
    }

    private static void CheckAddress(Uri uri, ConfigFindings findings)
    {
        var shown = Redaction.WithoutCredentials(uri.OriginalString);
        if (!uri.IsAbsoluteUri || uri.Scheme is not ("amqp" or "amqps"))
        {
            findings.Error(Address, shown, "must start with amqp:// or amqps://");
            return;
        }

        if (uri.Host.Length == 0) findings.Error(Address, shown, "names no host");
        if (uri.Query.Length > 0 || uri.Fragment.Length > 0) findings.Error(Address, null, "must end after the virtual host: parameters ('?…') are not read; use the settings below 'broker'");
        if (uri.AbsolutePath.LastIndexOf('/') > 0) findings.Error(Address, shown, "names a virtual host with a slash inside: write it as %2F");
    }

    private static void WarnOfPlainText(string path, ConfigFindings findings)
    {
        if (findings.OriginOf(path)?.Kind is not (ConfigOriginKind.File or ConfigOriginKind.AppSettings)) return;
        findings.Warn(path, "holds a password in plain text: use 'broker.password_file' or the environment variable MESSAGELB__BROKER__PASSWORD");
    }
}
