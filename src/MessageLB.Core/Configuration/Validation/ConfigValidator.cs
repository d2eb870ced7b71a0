namespace MessageLB.Core.Configuration;

/// <summary>
/// The rules that a configuration must keep, whether it was read or made by code: ranges, names, and how settings go together.
/// Adds to a list, never throws, never stops early. Pure.
/// </summary>
public static class ConfigValidator
{
    /// <summary>Looks at a configuration made by code.</summary>
    public static ConfigFindings Validate(MessageLBConfig config)
    {
        var findings = new ConfigFindings();
        Validate(config, findings);
        return findings;
    }

    /// <summary>Looks at a configuration and adds what is found; <paramref name="findings"/> of the binder know the places.</summary>
    public static void Validate(MessageLBConfig config, ConfigFindings findings)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(findings);
        ConfigSchema.Root.Check(ConfigDraft.Of(config), "", findings);
        BrokerRules.Check(config.Broker, findings);
        HttpRules.Check(config.Http, findings);
        TelemetryRules.Check(config.Telemetry, findings);
        GroupRules.Check(config.Groups, findings);
        RouteRules.Check(config.Groups, findings);
        ForwardingRules.Check(config.Groups, findings);
        FallbackRules.Check(config.Groups, findings);
        SharingRules.Check(config.Groups, findings);
        FailureRules.Check(config.Groups, findings);
        HoldRules.Check(config.Groups, findings);
        AlertingRules.Check(config, findings);
        if (findings.IsValid) Consequences.Tell(config.Groups, findings);
    }
}
