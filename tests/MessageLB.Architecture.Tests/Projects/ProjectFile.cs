using System.Xml.Linq;
using MessageLB.Architecture.Tests.Tree;

namespace MessageLB.Architecture.Tests.Projects;

/// <summary>What a csproj file says.</summary>
internal sealed class ProjectFile
{
    private readonly XElement _xml;

    private ProjectFile(string file)
    {
        File = file;
        Name = Path.GetFileNameWithoutExtension(file);
        _xml = XElement.Parse(RepositoryTree.Read(file));
    }

    /// <summary>Every project of the repository.</summary>
    public static IReadOnlyList<ProjectFile> All { get; } =
        [.. RepositoryTree.Files.Where(f => f.EndsWith(".csproj", StringComparison.Ordinal)).Select(f => new ProjectFile(f))];

    /// <summary>Those of <c>src</c>.</summary>
    public static IEnumerable<ProjectFile> Sources => All.Where(p => p.IsSource);

    /// <summary>Path relative to the root.</summary>
    public string File { get; }

    public string Name { get; }

    public bool IsSource => File.StartsWith("src/", StringComparison.Ordinal);

    public string Folder => File[..File.LastIndexOf('/')];

    public string RootNamespace => _xml.Descendants("RootNamespace").FirstOrDefault()?.Value ?? Name;

    public bool IsExecutable => _xml.Descendants("OutputType").Any(t => t.Value == "Exe");

    /// <summary>Names of the projects that it refers to.</summary>
    public IEnumerable<string> Projects =>
        Includes("ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')));

    /// <summary>Names of the packages and frameworks that it refers to.</summary>
    public IEnumerable<string> Packages => Includes("PackageReference").Concat(Includes("FrameworkReference"));

    /// <summary>Package references that carry a version of their own.</summary>
    public IEnumerable<string> OwnVersions => _xml.Descendants("PackageReference")
        .Where(r => r.Attribute("Version") is not null || r.Attribute("VersionOverride") is not null)
        .Select(r => r.Attribute("Include")!.Value);

    private IEnumerable<string> Includes(string element) => _xml.Descendants(element).Select(r => r.Attribute("Include")!.Value);
}
