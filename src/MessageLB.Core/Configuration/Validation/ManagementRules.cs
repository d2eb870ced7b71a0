namespace MessageLB.Core.Configuration;

/// <summary>How the settings of the management API go together.</summary>
internal static class ManagementRules
{
    private const string Section = "broker.management";
    private const string Address = Section + ".uri";

    public static void Check(ManagementConfig management, ConfigFindings findings)
    {
        if (management.Uri is { } uri) CheckAddress(uri, findings);
        else if ((management.Username ?? management.Password ?? management.PasswordFile) is not null)
        {
            findings.Warn(Section, $"a login without '{Address}' has no effect");
        }

        if (management is { Password: not null, PasswordFile: not null })
        {
            findings.Error(Section + ".password_file", null, $"cannot stand beside '{Section}.password': keep one of them");
        }

        if (management.Password is not null && findings.OriginOf(Section + ".password")?.Kind is ConfigOriginKind.File or ConfigOriginKind.AppSettings)
        {
            findings.Warn(Section + ".password", $"holds a password in plain text: use '{Section}.password_file' or the environment variable MESSAGELB__BROKER__MANAGEMENT__PASSWORD");
        }
    }

    private static void CheckAddress(Uri uri, ConfigFindings findings)
    {
        var shown = Redaction.WithoutCredentials(uri.OriginalString);
        if (uri.UserInfo.Length > 0) findings.Error(Address, null, "must not hold a login: write 'username' and 'password_file' beside it");
        if (uri.Scheme is not ("http" or "https") || uri.Host.Length == 0) findings.Error(Address, shown, "must start with https://, or with http:// on this machine");
        else if (uri.Scheme == "http" && !uri.IsLoopback) findings.Error(Address, shown, "sends the password in plain text to another machine: write https://");
        if (uri.Query.Length > 0 || uri.Fragment.Length > 0) findings.Error(Address, null, "must end after the path: parameters ('?…') are not read");
    }
}
