using System.Text.RegularExpressions;
using Xunit;

namespace MessageLB.Architecture.Tests.Tree;

/// <summary>No file may show the machine that it was written on.</summary>
public sealed partial class MachineTraceTests
{
    private static readonly string[] Binary = [".png", ".gif", ".jpg", ".ico", ".woff2", ".pfx", ".snk"];

    [Fact]
    public void Files_Paths_AreNobodysOwn()
    {
        // This machine's own folders, whatever they are called, and the usual ones of others.
        string[] mine = [RepositoryTree.Root, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile)];
        var own = mine.Where(path => path.Count(c => c == Path.DirectorySeparatorChar) > 1).ToList();

        Violations.AssertNone(
            Lines().Where(l => AnyonesPath().IsMatch(l.Text) || own.Any(path => l.Text.Contains(path, StringComparison.Ordinal))).Select(l => l.ToString()),
            "Files must not name folders of one machine. Use a relative path, a temporary folder from the system, or a made-up example:");
    }

    [Fact]
    public void Files_PackageSources_AreNobodysOwn()
    {
        var hosts = ConfiguredHosts().ToList();

        Violations.AssertNone(
            Lines().Where(l => PackageSource().IsMatch(l.Text) || hosts.Any(host => l.Text.Contains(host, StringComparison.OrdinalIgnoreCase))).Select(l => l.ToString()),
            "Files must not name a package source; whoever builds has one configured:");
    }

    /// <summary>Hosts that this machine restores packages from, unless it is the public one that everybody knows.</summary>
    private static IEnumerable<string> ConfiguredHosts()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string[] files = [Path.Combine(home, ".nuget", "NuGet", "NuGet.Config"), Path.Combine(home, ".config", "NuGet", "NuGet.Config")];
        var settings = files.Where(File.Exists).Select(File.ReadAllText)
            .Concat(Environment.GetEnvironmentVariables().Values.OfType<string>());
        return settings
            .SelectMany(text => Host().Matches(text).Select(m => m.Groups["host"].Value))
            .Where(host => host.Contains('.', StringComparison.Ordinal) && !PublicHost().IsMatch(host))
            .Distinct();
    }

    private static IEnumerable<Line> Lines() =>
        from file in RepositoryTree.Files
        where !Binary.Contains(Path.GetExtension(file))
        from line in RepositoryTree.Read(file).Split('\n').Select((text, index) => new Line(file, index + 1, text))
        select line;

    [GeneratedRegex(@"(?<![\w.])/(?:home|Users|root|work|farm|tmp)/\w|[A-Z]:\\Users\\")]
    private static partial Regex AnyonesPath();

    // Written so that it does not find itself.
    [GeneratedRegex(@"/v3/index\.jso[n]|artifactor[y]|\bnexu[s]\.|index-ur[l]|GOPROX[Y]|npm_config_registr[y]", RegexOptions.IgnoreCase)]
    private static partial Regex PackageSource();

    [GeneratedRegex(@"https?://(?:[^/@\s""']*@)?(?<host>[A-Za-z0-9.-]+)")]
    private static partial Regex Host();

    [GeneratedRegex(@"(?:^|\.)(?:nuget\.org|microsoft\.com|dot\.net|aka\.ms|github\.com|rabbitmq\.com|127\.0\.0\.1)$|\.example$")]
    private static partial Regex PublicHost();

    private sealed record Line(string File, int Number, string Text)
    {
        public override string ToString() => $"{File}:{Number}: {Text.Trim()}";
    }
}
